import { parseArgs } from "node:util";

import * as v from "valibot";

type Options<Entries extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<Entries, undefined>>;

/** What the command line asks for by `--name VALUE`, or what is wrong with it, a line each. */
export function readOptions<const Entries extends v.ObjectEntries>(
  args: readonly string[],
  entries: Entries,
): Options<Entries> | string {
  const options = Object.fromEntries(Object.keys(entries).map((name) => [name, { type: "string" } as const]));
  try {
    const read = v.safeParse(v.object(entries), parseArgs({ args: [...args], options }).values);
    if (read.success) return read.output;
    return read.issues.map(({ message, path }) => `--${String(path?.[0].key)} ${message}`).join("\n");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export const whole = (least = 0, most = Number.MAX_SAFE_INTEGER) => {
  const message = `takes whole numbers from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.digits(message),
    v.transform(Number),
    v.minValue(least, message),
    v.maxValue(most, message),
  );
};

/** Another one each time; what a run draws by one, the same one brings back. */
export const seed = () => v.optional(whole(), String(Date.now() % 1_000_000));

export const backend = () => v.optional(v.picklist(["sqlite", "redis"], "is sqlite or redis"), "sqlite");

/** The server as a command: an executable, or else what the sources are now. */
export const serverOf = (executable: string | undefined): readonly string[] =>
  executable === undefined ? [process.execPath, "src/main.ts", "--serve"] : [executable, "--serve"];
