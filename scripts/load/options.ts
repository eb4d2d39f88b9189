import { existsSync } from "node:fs";

import * as v from "valibot";

import { backend, readOptions, seed, serverOf, whole } from "../under-test/options.ts";
import type { LoadOptions } from "./run.ts";

/** What the command line asks for, or what is wrong with it. */
export function loadOptions(args: readonly string[]): Omit<LoadOptions, "progress"> | string {
  const read = readOptions(args, entries());
  if (typeof read === "string") return read;
  const { executable, ...others } = read;
  if (!existsSync(executable)) return `${executable} is not there; npm run build makes dist/qbt-rules`;
  return { ...others, command: serverOf(executable) };
}

const minutes = () => {
  const message = "takes a number from 0.05";
  return v.pipe(v.string(), v.nonEmpty(message), v.transform(Number), v.finite(message), v.minValue(0.05, message));
};

const entries = () => ({
  minutes: v.optional(minutes(), "30"),
  queued: v.optional(whole(1), "1000"),
  jobs: v.optional(whole(1), "43200"),
  seed: seed(),
  backend: backend(),
  // As its users run it: what it needs of memory is measured.
  executable: v.optional(v.string(), "dist/qbt-rules"),
});
