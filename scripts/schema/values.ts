import type { FieldType } from "../../src/rules/fields/field.ts";
import { states, trackerStatuses } from "../../src/rules/values.ts";
import type { JsonSchema } from "./json-schema.ts";
import { DURATION, NO_CONTROL_CHARACTERS, RATE, SIZE, VARIABLE, orVariable } from "./patterns.ts";

/** What may be written as a value, by the type of the field. A variable may stand for any of it. */
export const values: Readonly<Record<FieldType, JsonSchema>> = {
  any: { description: "A number, a text, or true or false", type: ["number", "string", "boolean"] },
  number: number("A number"),
  ratio_limit: number("A number, or unlimited", "unlimited", { examples: ["unlimited"] }),
  count_limit: number("A number, or unlimited", "unlimited", { minimum: -1, examples: ["unlimited"] }),
  fraction: number("A number from 0 to 1", undefined, { minimum: 0, maximum: 1 }),
  bytes: number('Bytes, or a size like "50 GB" (decimal) or "4.5 GiB" (binary)', SIZE, {
    minimum: 0,
    examples: ["50 GB"],
  }),
  rate: number('Bytes per second, or a rate like "500 KiB/s"', RATE, { minimum: 0, examples: ["500 KiB/s"] }),
  limit: number('Bytes per second, a rate like "500 KiB/s", or unlimited', String.raw`${RATE}|\s*(?:unlimited|-1)\s*`, {
    minimum: -1,
    examples: ["unlimited", "500 KiB/s"],
  }),
  seconds: number('Seconds, or a duration like "7 days"', DURATION, { minimum: 0, examples: ["7 days", "12 hours"] }),
  time_limit: number('Seconds, a duration like "7 days", or unlimited', `${DURATION}|unlimited`, {
    minimum: 0,
    examples: ["unlimited", "7 days"],
  }),
  timestamp: number("Seconds since 1970; for an age take older_than or newer_than", undefined, {
    minimum: 1_000_000_000,
    // More are milliseconds.
    exclusiveMaximum: 100_000_000_000,
  }),
  text: { description: "Text", type: "string" },
  path: { description: "A path; a slash at its end makes no difference", type: "string" },
  category: text('A category as qBittorrent shows it, like tv or tv/anime; "" is none', "(?!/)(?:[^/\\\\]|/(?!/|$))*"),
  tags: text("The name of one tag, without commas", "[^,]*[^,\\s][^,]*"),
  hash: text("An info-hash of 40 or 64 hex digits", "[0-9A-Fa-f]{40}(?:[0-9A-Fa-f]{24})?"),
  hash_v1: text("A v1 info-hash of 40 hex digits", "[0-9A-Fa-f]{40}"),
  hash_v2: text("A v2 info-hash of 64 hex digits", "[0-9A-Fa-f]{64}"),
  state: choice("A state, by its name before or since qBittorrent 5.0", [
    ...states,
    ...states.filter((name) => name.startsWith("stopped")).map((name) => name.replace("stopped", "paused")),
  ]),
  tracker_status: choice("A tracker status, by name or number", [...trackerStatuses, ...trackerStatuses.keys()]),
  boolean: {
    description: "true or false",
    type: ["boolean", "string"],
    pattern: VARIABLE,
    errorMessage: "expected true or false",
  },
};

/** What operators ask for, whatever the field. */
export const otherValues = {
  part: { description: "The text to look for", type: "string", minLength: 1 },
  hash_part: text("A part of an info-hash: hex digits", "[0-9A-Fa-f]{1,40}"),
  hash_v2_part: text("A part of a v2 info-hash: hex digits", "[0-9A-Fa-f]{1,64}"),
  pattern: {
    description: "A regular expression (RE2), in single quotes. (?i) in front: in any letter case",
    type: "string",
    pattern: NO_CONTROL_CHARACTERS,
    errorMessage: "expected a pattern in single quotes: double quotes make control characters of backslashes",
    examples: ["(?i)1080p"],
  },
  several: {
    description: "A list of values",
    type: ["array", "string"],
    minItems: 1,
    pattern: VARIABLE,
    errorMessage: "expected a list of values: [a, b]",
  },
  folder: { description: "The category or folder at the top", type: "string", minLength: 1 },
  age: text('A duration with a unit, like "30 days"', DURATION, { examples: ["30 days", "12 hours"] }),
} as const satisfies Readonly<Record<string, JsonSchema>>;

/** Numbers, texts of this form, and variables. */
function number(description: string, form?: string, further: JsonSchema = {}): JsonSchema {
  const pattern = form === undefined ? VARIABLE : orVariable(form);
  return { description, type: ["number", "string"], pattern, ...further, errorMessage: expecting(description) };
}

function text(description: string, form: string, further: JsonSchema = {}): JsonSchema {
  return { description, type: "string", pattern: orVariable(form), ...further, errorMessage: expecting(description) };
}

function choice(description: string, names: readonly (string | number)[]): JsonSchema {
  return { description, anyOf: [{ enum: names }, { type: "string", pattern: VARIABLE }] };
}

/** For yaml-language-server, which shows it instead of the pattern; other editors do not know this word. */
function expecting(description: string): string {
  return `expected ${description.charAt(0).toLowerCase()}${description.slice(1)}`;
}
