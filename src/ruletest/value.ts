import type { TrackerStatus } from "../qbittorrent/tracker.ts";
import type { Parsed } from "../lib/units.ts";
import { unexpected } from "../rules/expected.ts";
import type { Field, FieldType, Value } from "../rules/fields/field.ts";
import { readValue } from "../rules/values.ts";
import { readMoment } from "./moment.ts";
import type { ServerRelease } from "./server.ts";

/** What values are read against. */
export interface Moment {
  /** Seconds since 1970. */
  readonly now: number;
  readonly server: ServerRelease;
}

/** The value of a field as a test gives it, written as in a rule. Undefined: null was written, it is not known. */
export function readFieldValue({ type }: Field, written: unknown, moment: Moment): Parsed<Value | undefined> {
  if (written === null) return { ok: true, value: undefined };
  const read = (special[type] ?? readValue[type])(written, moment);
  return read.ok && typeof read.value === "number" && read.value < 0 ? negative(read.value) : read;
}

const negative = (value: number): Parsed<never> => ({
  ok: false,
  message: `${value} is how qBittorrent says that there is no value`,
  hint: "leave the field out if it is not known, and write unlimited for what has no end",
});

type Reader = (written: unknown, moment: Moment) => Parsed<Value>;

/** What a torrent has, where it is more than what a condition compares with. */
const special: Readonly<Partial<Record<FieldType, Reader>>> = {
  timestamp: (written, { now }) => readMoment(written, now),
  tags: readTags,
  tracker_status: readStatus,
  // An infinite ratio or time is shown as unlimited.
  number: orUnlimited(readValue.number),
  seconds: orUnlimited(readValue.seconds),
};

function orUnlimited(read: Reader): Reader {
  return (written, moment) => (written === "unlimited" ? { ok: true, value: Infinity } : read(written, moment));
}

function readTags(written: unknown): Parsed<readonly string[]> {
  if (!Array.isArray(written)) return unexpected("a list of tags", written);
  const tags: string[] = [];
  for (const item of written) {
    const tag = readValue.tags(item);
    if (!tag.ok) return tag;
    tags.push(String(tag.value));
  }
  return { ok: true, value: tags };
}

const NOT_WORKING = 4;
const FAILURES = [NOT_WORKING, 5, 6];

/** As the server would show it: up to 5.1 every failure is the same. */
function readStatus(written: unknown, { server }: Moment): Parsed<TrackerStatus> {
  const read = readValue.tracker_status(written);
  if (!read.ok) return read;
  const code = Number(read.value);
  const isAnyFailure = FAILURES.includes(code) && !server.has("5.2");
  return { ok: true, value: isAnyFailure ? { code: NOT_WORKING, mayBe: FAILURES } : { code, mayBe: [code] } };
}
