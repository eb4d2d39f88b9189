import { parseArgs } from "node:util";

import * as v from "valibot";

import type { LoadOptions } from "./run.ts";

/** What the command line asks for, or what is wrong with it. */
export function readOptions(args: readonly string[]): Omit<LoadOptions, "progress"> | string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: "string", default: "30" },
      queued: { type: "string", default: "1000" },
      jobs: { type: "string", default: "43200" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      backend: { type: "string", default: "sqlite" },
      executable: { type: "string", default: "dist/qbt-rules" },
    },
  });
  const read = v.safeParse(shape, values);
  if (!read.success) return read.issues.map(({ message, path }) => `--${String(path?.[0].key)} ${message}`).join("\n");
  const { executable, ...others } = read.output;
  return { ...others, command: [executable, "--serve"] };
}

const number = (least: number) => {
  const message = `takes a number from ${least}`;
  return v.pipe(v.string(), v.nonEmpty(message), v.transform(Number), v.finite(message), v.minValue(least, message));
};
const whole = (least: number) => v.pipe(number(least), v.integer("takes a whole number"));

const shape = v.object({
  minutes: number(0.05),
  queued: whole(1),
  jobs: whole(1),
  seed: whole(0),
  backend: v.picklist(["sqlite", "redis"], "is sqlite or redis"),
  executable: v.string(),
});
