import { isActionType } from "../actions/catalogue.ts";
import { exampleOf } from "./example-action.ts";
import { isKey } from "./keys.ts";
import { inYamlQuotes, lineAt, valueAround } from "./yaml-line.ts";

/** What is wrong, and what to type. */
export interface Explanation {
  readonly message: string;
  readonly hint?: string;
}

export const QUOTE = `text with brackets, commas or ": " in it needs quotes, a pattern single ones: value: '…'`;

export const OTHER: Explanation = {
  message: "YAML cannot read this",
  hint: `compare the line with those around it; ${QUOTE}`,
};

/** Of text that YAML reads as something else, because of the character it begins with. */
export function beginsBadly(text: string, offset: number): Explanation {
  const { value } = valueAround(text, offset);
  const [here, first] = [text.charAt(offset), value.charAt(0)];
  const character = SPECIAL.test(here) ? here : first;
  if (!SPECIAL.test(character)) return OTHER;
  const remedy = `remove the ${character}, or write the text that it belongs to in quotes`;
  if (character !== first) return { message: `a ${character} cannot stand here`, hint: remedy };
  return { message: `text that begins with ${character} needs quotes`, hint: inQuotes(text, offset) ?? remedy };
}

const SPECIAL = /[*&!|>%@`,?:[{-]/;

/** What ends too early, by the character that it ends with. */
const ends: Readonly<Record<string, string>> = {
  "'": "the text in quotes ends before this, and the line goes on",
  '"': "the text in quotes ends before this, and the line goes on",
  "]": "the list in brackets ends before this, and the line goes on",
  "}": "what stands in braces ends before this, and the line goes on",
};

export function endsEarly(text: string, offset: number): Explanation {
  const { value } = valueAround(text, offset);
  if (/^[*&!|>@%`]/.test(value)) return beginsBadly(text, offset);
  const { start } = lineAt(text, offset);
  const here = text.charAt(offset);
  const ended = ends[text.slice(start, offset).trimEnd().slice(-1)];
  const plain = /[[{]/.test(here) ? `between braces, text without quotes ends before ${here}` : undefined;
  const message = ended ?? plain ?? "a value ends before this, and the line goes on";
  return { message, hint: inQuotes(text, offset) ?? QUOTE };
}

export function colonInside(text: string, offset: number): Explanation {
  const { value } = valueAround(text, offset);
  if (/^[?:]/.test(value)) return beginsBadly(text, offset);
  if (text.charAt(offset) === "-") return dashInside(text, offset);
  const [, before = "", own = ""] = /^(.*?)([\w-]+):$/.exec(value) ?? [];
  if (own !== "" && (before === "" || isKey(own)))
    return { message: `a second key stands on this line: ${own}:`, hint: "write it on a line of its own" };
  if (!/:(?:\s|$)/.test(value)) return { message: "a key with a colon cannot stand here", hint: QUOTE };
  return { message: 'text with ": " in it needs quotes: YAML reads a key here', hint: inQuotes(text, offset) ?? QUOTE };
}

export function dashInside(text: string, offset: number): Explanation {
  const { key, value } = valueAround(text, offset);
  if (key !== "") return beginsBadly(text, offset);
  const item = value.replace(/^-\s+/, "");
  const example = isActionType(item) ? exampleOf(item) : item;
  return {
    message: "between brackets, items have commas between them and no dashes",
    hint: /^[\w.-]+$/.test(item) || example !== item ? `write [${example}]` : "write [a, b]",
  };
}

const SINGLE = "write patterns in single quotes: YAML reads backslashes in double quotes";

export function badEscape(text: string, offset: number): Explanation {
  const escape = text.slice(offset, offset + 2);
  const { value } = valueAround(text, offset);
  const isWhole = /^"[^"]*"$/.test(value) && !/\\[\\"]/.test(value);
  return {
    message: `in double quotes, YAML knows no ${escape}`,
    hint: (isWhole ? inQuotes(text, offset) : undefined) ?? SINGLE,
  };
}

/** Longer, it says more to repeat the rule than the text. */
const LONGEST = 60;

/** What to type, if it is plain what was meant to be one text. */
export function inQuotes(text: string, offset: number): string | undefined {
  const { key, value } = valueAround(text, offset);
  const count = (bracket: string) => value.split(bracket).length;
  const isOne =
    count("[") === count("]") && count("{") === count("}") && !/,.*:\s|^\W[\s-]*[\w-]+:\s|^\[.*,/.test(value);
  if (value === "" || value.length > LONGEST || !isOne) return undefined;
  return `write ${key === "" ? "" : `${key} `}${inYamlQuotes(value)}`;
}
