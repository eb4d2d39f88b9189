import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { isActionType } from "../../src/actions/catalogue.ts";
import { allFlags } from "../../src/cli/flags.ts";
import { findField } from "../../src/rules/fields/catalogue.ts";
import { type Page, blocksOf, pages, proseOf } from "./pages.ts";

const links = pages.flatMap((page) =>
  [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => ({ page, target })),
);

describe("a link leads somewhere:", () => {
  test.each(links.filter(({ target }) => !target.startsWith("https:")))("$target on $page", ({ page, target }) => {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : relative(".", join(dirname(page), path));
    expect(existsSync(file)).toBe(true);
    if (anchor !== undefined) expect(isPage(file) && anchorsOf(file)).toContain(anchor);
  });
});

const isPage = (file: string): file is Page => pages.some((page) => page === file);

/** As GitHub makes them of headings. */
const anchorsOf = (page: Page): readonly string[] =>
  [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

describe.each(pages)("on %s", (page) => {
  test("every field that is named exists", () => {
    const named = [...soundOf(page).matchAll(FIELD)];
    const unknown = named.map(([name]) => name).filter((name) => !FILES.test(name) && findField(name) === undefined);
    expect(unknown).toEqual([]);
  });

  test("every action type that is written exists", () => {
    const written = [...soundOf(page).matchAll(/\{type: (\w+)/g)].map(([, type = ""]) => type);
    expect(written.filter((type) => !isActionType(type))).toEqual([]);
  });

  test("every flag that is named exists", () => {
    const code = [...proseOf(page).matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
    const commands = blocksOf(page).flatMap(({ text }) =>
      text.split("\n").filter((line) => line.includes("qbt-rules ")),
    );
    const named = [...code, ...commands].flatMap((text) => [...text.matchAll(/(?<=^|\s)--([a-z-]+)/g)]);
    expect(named.map(([, name = ""]) => name).filter((name) => !allFlags().has(name))).toEqual([]);
  });
});

/** All but mistakes, and what the program says to them. */
const soundOf = (page: Page): string =>
  [
    proseOf(page),
    ...blocksOf(page).flatMap(({ language, kind, text }) => (language === "yaml" && kind !== "mistake" ? [text] : [])),
  ].join("\n");

const FIELD = /\b(?:info|trackers|files|peers|webseeds|properties|transfer|app)\.[a-z_0-9]+\b/g;

/** `files.md` is none. */
const FILES = /\.(?:md|yml|json)$/;
