import type { Problem } from "../errors.ts";
import { didYouMean, nearest } from "../lib/nearest.ts";
import { isTimeZone, timeZoneNames } from "../lib/time-zone.ts";
import { type Kind, shown } from "./kinds.ts";
import type { Settings } from "./schema.ts";
import type { Texts } from "./sources.ts";

const FORM = 'write a name like "Europe/Berlin" or "UTC"';

export const timeZone: Kind<string> = {
  expects: "a time zone like Europe/Berlin",
  parse(text) {
    const name = text.trim();
    return isTimeZone(name) ? { ok: true, value: name } : { ok: false, message: refusal(text), hint: hintFor(name) };
  },
};

/**
 * TZ is not ours, and elsewhere it may hold what only others understand; but where a schedule goes by it, taking it for
 * UTC would be silent and wrong. A schedule that has problems of its own is undefined.
 */
export function timeZoneProblems(found: Found, env: Texts): Problem[] {
  const isOurs = "server.timezone" in found && found["server.timezone"] === undefined;
  const name = (env["TZ"] ?? "").replace(/^:/, "");
  if (!isOurs || found.schedule?.length === 0 || name === "" || isTimeZone(name)) return [];
  const hint = `${hintFor(name)}, or set server.timezone, which comes first`;
  return [{ message: refusal(name), where: "environment TZ", hint }];
}

type Found = { readonly [K in "schedule" | "server.timezone"]?: Settings[K] | undefined };

const refusal = (text: string): string => `${shown(text)} is no time zone that is known here`;

function hintFor(name: string): string {
  const names = timeZoneNames();
  return nearest(name, names) === undefined ? FORM : didYouMean(name, names);
}
