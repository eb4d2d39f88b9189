import { AppError, type Problem } from "../errors.ts";

/** What came of a check. The message says what was found; what to do about it stands in the problems and the hint. */
export type Finding =
  | { readonly state: "ok"; readonly message: string }
  | Fault
  /** It needs what another check did not find in order. */
  | { readonly state: "not_checked"; readonly message: string };

export interface Fault extends Details {
  readonly state: "warning" | "wrong";
  readonly message: string;
}

interface Details {
  readonly problems?: readonly Problem[];
  /** What to do, or to type. */
  readonly hint?: string | undefined;
}

export const ok = (message: string): Finding => ({ state: "ok", message });

export const warning = (message: string, details: Details): Finding => ({ state: "warning", message, ...details });

export const wrong = (message: string, details: Details): Finding => ({ state: "wrong", message, ...details });

export const notChecked = (because: string): Finding => ({ state: "not_checked", message: because });

export const failed = ({ message, problems, hint }: AppError): Finding => wrong(message, { problems, hint });

/** What was to be seen, or why it was not. */
export type Looked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AppError };

/** Throws what was not foreseen, and when it was interrupted. */
export async function look<T>(see: () => Promise<T>): Promise<Looked<T>> {
  try {
    return { ok: true, value: await see() };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code === "interrupted") throw thrown;
    return { ok: false, error: thrown };
  }
}
