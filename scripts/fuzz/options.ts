import * as v from "valibot";

import { readOptions, seed, serverOf, whole } from "../under-test/options.ts";
import type { FuzzOptions } from "./run.ts";

/** What the command line asks for, or what is wrong with it. */
export function fuzzOptions(args: readonly string[]): Omit<FuzzOptions, "progress"> | string {
  const read = readOptions(args, entries());
  if (typeof read === "string") return read;
  const { executable, ...others } = read;
  return { ...others, command: serverOf(executable) };
}

const entries = () => ({
  requests: v.optional(whole(), "100000"),
  seed: seed(),
  executable: v.optional(v.string()),
});
