import { type Parsed, parseDuration, parseRate, parseSize, parseSpeed } from "../lib/units.ts";
import { didYouMean, nearest } from "../lib/nearest.ts";
import { unexpected } from "./expected.ts";
import type { FieldType } from "./fields/field.ts";
import { GLOBAL_LIMIT, UNLIMITED, secondsOf } from "./meant.ts";
import { readCategory, readHash, readTag } from "./names.ts";

/** A value as written in a rule, read for a field's type: comparable with what the field holds. */
export type ValueReader = (written: unknown) => Parsed<number | string | boolean>;

export const readValue: Readonly<Record<FieldType, ValueReader>> = {
  any: (written) =>
    isNumber(written) || typeof written === "string" || typeof written === "boolean"
      ? ok(written)
      : unexpected("a number, a text or true or false", written),
  ratio_limit: (written) =>
    written === "unlimited" || isNumber(written)
      ? ok(written === "unlimited" ? Infinity : written)
      : unexpected("a number or unlimited", written),
  // 0 and -1 mean unlimited, as in qBittorrent.
  count_limit: (written) =>
    written === "unlimited" || (isNumber(written) && (written >= 0 || written === -1))
      ? ok(written === "unlimited" || written <= 0 ? Infinity : written)
      : unexpected("a number or unlimited", written),
  number: (written) => (isNumber(written) ? ok(written) : unexpected("a number", written)),
  fraction: readFraction,
  timestamp: readTimestamp,
  boolean: (written) => (typeof written === "boolean" ? ok(written) : unexpected("true or false", written)),
  text: (written) => (typeof written === "string" ? ok(written) : unexpected("text (in quotes)", written)),
  path: readPath,
  category: readCategory,
  tags: readTag,
  hash: readHash("hash"),
  hash_v1: readHash("hash_v1"),
  hash_v2: readHash("hash_v2"),
  bytes: (written) => withUnit(written, parseSize, 'bytes, or a size like "50 GB"'),
  rate: (written) => withUnit(written, parseSpeed, 'bytes per second, or a rate like "500 KiB/s"'),
  // 0 and -1 mean unlimited, as in qBittorrent.
  limit: (written) =>
    typeof written === "number" || typeof written === "string"
      ? parseRate(String(written))
      : unexpected('bytes per second, a rate like "500 KiB/s" or unlimited', written),
  seconds: (written) => withUnit(written, parseDuration, 'seconds, or a duration like "7 days"'),
  time_limit: readTimeLimit,
  state: readState,
  tracker_status: readTrackerStatus,
};

function readFraction(written: unknown): Parsed<number> {
  if (!isNumber(written)) return unexpected("a number from 0 to 1", written);
  if (written >= 0 && written <= 1) return ok(written);
  if (written <= 1 || written > 100) return unexpected("a number from 0 to 1", written);
  return { ...unexpected("a number from 0 to 1", written), hint: `write ${written / 100} for ${written} %` };
}

function readTimeLimit(written: unknown): Parsed<number> {
  if (written === "unlimited") return ok(Infinity);
  const read = withUnit(written, parseDuration, 'a duration like "7 days", seconds, or unlimited');
  if (read.ok) return read;
  if (written === -1) return { ...read, hint: UNLIMITED };
  return written === -2 ? { ...read, hint: GLOBAL_LIMIT } : read;
}

/** In 2001: a smaller number was not meant as a moment, and would make everything "later". */
const EARLIEST = 1_000_000_000;

/** In the year 5138: a larger one is in milliseconds. */
const LATEST = 100_000_000_000;

const AGE = 'for an age write operator: older_than or newer_than, with a value like "30 days"';

function readTimestamp(written: unknown): Parsed<number> {
  const what = "seconds since 1970 as a number";
  if (!isNumber(written)) {
    const seconds = secondsOf(written);
    return { ...unexpected(what, written), hint: seconds === undefined ? AGE : `write ${seconds}; ${AGE}` };
  }
  if (written >= EARLIEST && written < LATEST) return ok(written);
  return {
    ok: false,
    message: `${written} seconds since 1970 is no moment in a torrent's life`,
    hint: momentMeant(written),
  };
}

function momentMeant(written: number): string {
  if (written >= LATEST) return `if these are milliseconds, write ${Math.floor(written / 1000)}`;
  return written <= 0 ? `for never ${NOT_KNOWN}` : AGE;
}

/** As qBittorrent writes -1 for what it cannot tell. */
const NOT_KNOWN = "write operator: known, value: false";

export const states = [
  "error",
  "missingFiles",
  "uploading",
  "stoppedUP",
  "queuedUP",
  "stalledUP",
  "checkingUP",
  "forcedUP",
  "allocating",
  "downloading",
  "metaDL",
  "forcedMetaDL",
  "stoppedDL",
  "queuedDL",
  "stalledDL",
  "checkingDL",
  "forcedDL",
  "checkingResumeData",
  "moving",
  "queuedForChecking",
  "unknown",
];

function readState(written: unknown): Parsed<string> {
  if (typeof written !== "string") return unexpected("a state", written);
  const name = written.replace(/^paused/, "stopped");
  if (states.includes(name)) return ok(name);
  const hint = Object.hasOwn(kindsOfStates, name) ? kindsOfStates[name] : undefined;
  return { ok: false, message: `unknown state "${written}"`, hint: hint ?? didYouMean(name, states) };
}

/** Each of these is several states, and a field of its own. */
const kindsOfStates: Readonly<Record<string, string>> = {
  stopped: "ask info.is_stopped, or name stoppedUP and stoppedDL",
  seeding: "ask info.is_seeding, or name uploading, stalledUP, queuedUP and forcedUP",
  checking: "ask info.is_checking, or name checkingUP, checkingDL and checkingResumeData",
  completed: "ask info.is_complete",
  stalled: "name stalledUP, stalledDL or both",
};

export const NOT_CONTACTED = 1;
export const UPDATING = 3;

export const trackerStatuses = [
  "disabled",
  "not_contacted",
  "working",
  "updating",
  "not_working",
  "tracker_error",
  "unreachable",
];

function readTrackerStatus(written: unknown): Parsed<number> {
  const code = typeof written === "string" ? trackerStatuses.indexOf(written) : written;
  if (typeof code === "number" && Object.hasOwn(trackerStatuses, code)) return ok(code);
  const near = typeof written === "string" ? nearest(written, trackerStatuses) : undefined;
  const hint = near === undefined ? `known are 0 to 6, or: ${trackerStatuses.join(", ")}` : `did you mean "${near}"?`;
  return { ...unexpected("a tracker status", written), hint };
}

function readPath(written: unknown): Parsed<string> {
  if (typeof written !== "string") return unexpected("a path (in quotes)", written);
  if (!/\p{Cc}/u.test(written)) return ok(withoutSlash(written));
  const hint = "YAML's double quotes make control characters of backslashes: write the path in single quotes";
  return { ...unexpected("a path without control characters", written), hint };
}

/** As the client has it: without a slash at the end. */
export const withoutSlash = (path: string): string => (path.length > 1 ? path.replace(/\/+$/, "") : path);

const isNumber = (written: unknown): written is number => typeof written === "number" && !Number.isNaN(written);

function withUnit(written: unknown, parse: (text: string) => Parsed<number>, what: string): Parsed<number> {
  if (typeof written === "number" && written >= 0) return ok(written);
  if (typeof written === "string") return parse(written);
  return written === -1
    ? { ...unexpected(what, written), hint: `for what is not known ${NOT_KNOWN}` }
    : unexpected(what, written);
}

const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
