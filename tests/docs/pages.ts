import { readFileSync } from "node:fs";

/** A block of code on a page. */
export interface Block {
  /** `file:line` */
  readonly place: string;
  readonly language: string;
  /** What stands behind the language: what the text is a part of, or what is wrong with it. */
  readonly kind: string;
  readonly text: string;
}

export const pages = [
  "README.md",
  "CHANGELOG.md",
  "docs/rules.md",
  "docs/fields.md",
  "docs/hook.md",
  "docs/doctor.md",
] as const;

export type Page = (typeof pages)[number];

export const textOf = (page: Page): string => readFileSync(page, "utf8");

export function blocksOf(page: Page): readonly Block[] {
  const text = textOf(page);
  return [...text.matchAll(/^```(\S*)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
    ({ index, 1: language = "", 2: kind = "", 3: body = "" }) => ({
      place: `${page}:${text.slice(0, index).split("\n").length}`,
      language,
      kind,
      text: body,
    }),
  );
}

/** Without the blocks of code: what is told, and not shown. */
export const proseOf = (page: Page): string => textOf(page).replaceAll(/^```[\s\S]*?^```$/gm, "");
