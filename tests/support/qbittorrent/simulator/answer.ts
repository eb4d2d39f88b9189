import type { VersionProfile } from "./profiles.ts";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly type: "text/plain" | "text/html" | "application/json";
  /** Value of a Set-Cookie header. */
  readonly cookie?: string;
}

export function said(text: string, status = 200): Answer {
  return { status, text, type: "text/plain" };
}

export function done(status = 200): Answer {
  return said("", status);
}

export function json(value: Json): Answer {
  return { status: 200, text: JSON.stringify(value), type: "application/json" };
}

/** An error without a message of its own: old versions say nothing, newer ones the phrase of the status. */
export function refused(profile: VersionProfile, status: keyof typeof PHRASES, detail?: string): Answer {
  if (profile.errorText === "none") return said("", status);
  if (profile.errorText === "detail" && detail !== undefined) return said(detail, status);
  return said(PHRASES[status], status);
}

const PHRASES = {
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  409: "Conflict",
} as const;
