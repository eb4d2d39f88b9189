import { isRecord } from "../../src/lib/json.ts";

/** What stands at a path of keys in parsed JSON; throws, with what there is, where a key is missing. */
export function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    if (!isRecord(inner) || !(key in inner)) throw new Error(`there is no "${key}" in ${JSON.stringify(inner)}`);
    return inner[key];
  }, value);
}
