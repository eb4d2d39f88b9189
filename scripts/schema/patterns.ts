import { unitsOfSize, unitsOfTime } from "../../src/lib/units.ts";

/** What a person may write where a value is wanted, as patterns without anchors. */

const NUMBER = String.raw`\d+(?:\.\d+)?`;

const unitOfSize = unitsOfSize.join("|");

export const SIZE = String.raw`\s*${NUMBER}\s*(?:${unitOfSize})?\s*`;

export const RATE = String.raw`\s*${NUMBER}\s*(?:${unitOfSize})?\s*(?:/s)?\s*`;

/** Units of time may be in any letter case, for which JSON Schema has no flag; plurals stand with what they are of. */
const unitOfTime = unitsOfTime
  .filter((unit) => !unitsOfTime.some((singular) => unit === `${singular}s`))
  .map((unit) => inAnyCase(unit) + (unitsOfTime.includes(`${unit}s`) ? "[Ss]?" : ""))
  .join("|");

export const DURATION = String.raw`\s*(?:${NUMBER}\s*(?:${unitOfTime})\s*)+`;

/** An instant with its zone. */
export const ISO = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})`;

export const QUOTA = String.raw`\s*${NUMBER}\s*%?\s*`;

/** By their numbers, since not everybody knows them by class. */
export const NO_CONTROL_CHARACTERS = String.raw`^[^\u0000-\u001f\u007f-\u009f]+$`;

/** By POSIX or by Windows. */
export const ABSOLUTE_PATH = String.raw`\s*(?:/|[A-Za-z]:(?:[\\/]|$)|\\\\[^\\])[^]*`;

/** Stands for a value, alone or within a text. What it stands for is checked when the rules are loaded. */
export const VARIABLE = String.raw`\$\{vars\.[\w-]+\}`;

/** A text of this form as a whole. */
export const exactly = (form: string): string => `^(?:${form})$`;

/** A text of this form as a whole, or one with a variable in it. */
export const orVariable = (form: string): string => `${exactly(form)}|${VARIABLE}`;

export function inAnyCase(word: string): string {
  return word.replaceAll(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}
