import { type Kind, count, port, quota } from "../../src/config/kinds.ts";
import { type SettingKey, envName, flagName, schema, settingKeys } from "../../src/config/schema.ts";
import { type Definitions, type JsonSchema, head, ref } from "./json-schema.ts";
import { DURATION, QUOTA, exactly, inAnyCase } from "./patterns.ts";

/** config/config.schema.json. An empty section is one without settings. */
export const configSchema = (): JsonSchema => ({
  ...head("Settings of qbt-rules; flags and the environment come before them"),
  type: ["object", "null"],
  properties: {
    ...Object.fromEntries(
      Object.entries(sections).map(([name, description]) => [
        name,
        { description, type: ["object", "null"], properties: settingsOf(name), additionalProperties: false },
      ]),
    ),
    schedule: scheduleForm(),
  },
  additionalProperties: false,
  $defs: {
    duration: { type: "string", pattern: exactly(DURATION), errorMessage: "expected a duration like 5m or 7d" },
  },
});

type Section = SettingKey extends infer Key ? (Key extends `${infer Name}.${string}` ? Name : never) : never;

const sections: Readonly<Record<Section, string>> = {
  server: "The server, which runs the rules",
  queue: "What keeps jobs until they have run, and for a while after",
  client: "Commands that talk to the server",
  qbittorrent: "The qBittorrent that the rules are for",
  safety: "How much may be lost at most",
  rules: "Where the rules are",
  config: "Where this file is; for flags and the environment",
  logging: "What is logged, and where",
};

const scheduleForm = (): JsonSchema => ({
  description: `Jobs that the server queues by itself. Also, as JSON, ${envName("schedule")} or --${flagName("schedule")}.`,
  type: ["array", "null"],
  items: {
    type: "object",
    properties: {
      cron: {
        description: "When: minute, hour, day of the month, month and day of the week, by server.timezone",
        type: "string",
        pattern: exactly(String.raw`\s*(?:@[A-Za-z]+|\S+(?:\s+\S+){4})\s*`),
        examples: ["0 4 * * *", "*/15 * * * *", "@daily"],
        errorMessage: "expected five fields, like 0 4 * * *",
      },
      context: {
        description: "The context of the job; left out, only rules without one run",
        type: "string",
        pattern: "\\S",
      },
      dry_run: { description: "Change nothing, only say what would be done", type: "boolean", default: false },
    },
    required: ["cron"],
    additionalProperties: false,
  },
});

const settingsOf = (section: string): Definitions =>
  Object.fromEntries(
    settingKeys
      .filter((key) => key.startsWith(`${section}.`))
      .map((key) => [key.slice(section.length + 1), settingOf(key)]),
  );

function settingOf(key: SettingKey): JsonSchema {
  const { about, kind, default: usual, defaultFile, secret } = schema[key];
  const value = usual ?? (defaultFile === undefined ? undefined : `/config/${defaultFile}`);
  return {
    description: `${about}. Also ${envName(key)} or --${flagName(key)}${secret ? `; better a file, named by ${envName(key)}_FILE` : ""}.`,
    ...formOf(kind),
    ...(value !== undefined && { default: asWritten(kind, value) }),
    ...(!isDuration(kind) && { errorMessage: `expected ${kind.expects}` }),
  };
}

/** As a person would write it. */
function asWritten(kind: Kind<unknown>, text: string): string | number | boolean {
  if (kind.booleans) return text === "true";
  return kind.numbers && /^\d+$/.test(text) ? Number(text) : text;
}

/** What the text, or number, of a setting looks like, as far as its kind tells. */
function formOf(kind: Kind<unknown>): JsonSchema {
  const form = forms.get(kind);
  if (form !== undefined) return form;
  if (kind.lists) return { type: ["string", "array"], pattern: "\\S", minItems: 1, items: TEXT };
  if (kind.booleans) return { type: ["boolean", "string"], pattern: names(["true", "false"]) };
  if (kind.names !== undefined) return { type: "string", pattern: names(kind.names), examples: kind.names };
  return isDuration(kind) ? { allOf: [ref("duration")] } : TEXT;
}

const TEXT: JsonSchema = { type: "string", pattern: "\\S" };

/** A number without a unit is taken for nothing else. */
const isDuration = (kind: Kind<unknown>): boolean => kind.parse("1d").ok && !kind.parse("1").ok;

const names = (known: readonly string[]): string => exactly(`\\s*(?:${known.map(inAnyCase).join("|")})\\s*`);

const WHOLE = String.raw`\s*\d+\s*`;

const forms: ReadonlyMap<unknown, JsonSchema> = new Map<unknown, JsonSchema>([
  [port, { type: ["integer", "string"], minimum: 0, maximum: 65_535, pattern: exactly(WHOLE) }],
  [count, { type: ["integer", "string"], minimum: 1, pattern: exactly(WHOLE) }],
  [quota, { type: ["integer", "string"], minimum: 0, pattern: exactly(QUOTA), examples: [10, "5%"] }],
]);
