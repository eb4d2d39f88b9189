import { type Condition, type Leaf, leavesOf } from "../rule.ts";
import type { Warning } from "./warning.ts";
import { textOf } from "./written.ts";

/** Tests that a path lies below the root of all: they fail on Windows alone, so that they are not among what never fails. */
export const rootWarnings = (condition: Condition): readonly Warning[] =>
  leavesOf(condition)
    .filter(isAboutRoot)
    .map((leaf) => ({
      code: "always-holds",
      message: `${textOf(leaf)} always holds where ${leaf.field.name} is known, but on Windows`,
      where: leaf.place,
      hint: 'every absolute path lies under "/": name a folder below it, or leave it out',
    }));

const isAboutRoot = ({ field, operator, value }: Leaf): boolean =>
  operator === "under" && absolute.includes(field.name) && /^\/+$/.test(String(value));

/** Never empty, never relative. */
const absolute: readonly string[] = ["info.save_path", "info.content_path", "properties.save_path"];
