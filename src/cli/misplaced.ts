import type { Problem } from "../errors.ts";
import { type Flag, flagNamed } from "./flags.ts";
import type { Mode } from "./modes.ts";

/** A flag that means nothing here: which one was meant, or where it belongs. */
export function misplaced(name: string, { modes }: Flag, mode: Mode): Problem {
  const here = mode === "execute" ? "when a job is submitted" : `with --${mode}`;
  const meant = (counterparts[name] ?? []).filter((other) => flagNamed(other)?.modes.includes(mode) === true);
  const hint =
    meant.length > 0
      ? `did you mean ${meant.map((other) => `--${other}`).join(" and ")}?`
      : `it belongs to ${modes.map((home) => (home === "execute" ? "submitting a job" : `--${home}`)).join(", ")}`;
  return { message: `--${name} means nothing ${here}`, hint };
}

/** Client and server each have a setting for the same thing. */
const counterparts: Readonly<Record<string, readonly string[]>> = {
  "server-host": ["client-server-url"],
  "server-port": ["client-server-url"],
  "server-api-key": ["client-api-key"],
  "client-server-url": ["server-host", "server-port"],
  "client-api-key": ["server-api-key"],
};
