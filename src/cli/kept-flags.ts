import { flagName, schema, settingKeys } from "../config/schema.ts";
import { modes } from "./modes.ts";
import { isReadBy } from "./reads.ts";

/** Settings that were given as flags hold for a command to type as well, as far as it takes them; never a secret. */
export function keptFor(words: readonly string[]): readonly string[] {
  const chosen = modes.filter((mode) => words.includes(`--${mode}`));
  return settingKeys
    .filter((key) => schema[key].secret !== true && chosen.some((mode) => isReadBy(key, mode)))
    .map(flagName);
}
