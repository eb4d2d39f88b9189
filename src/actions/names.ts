import * as v from "valibot";
import { wants } from "./messages.ts";

/** A tag as qBittorrent keeps it: without spaces around it. */
export const tagName = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty("a tag must not be empty"),
  v.check(hasNoComma, "a tag cannot contain a comma: qBittorrent separates tags by it"),
);

/** `""` is no category. */
export const categoryName = v.pipe(
  v.string(),
  v.check(isTidy, "a category has no backslash, and no slash at either end or twice in a row"),
);

/** A tag as the parameter of that name, or one of several. */
export const tagParam = (name: string) =>
  v.pipe(
    text(name),
    v.description("The name of a tag: not empty, and without commas"),
    v.trim(),
    v.nonEmpty(`${name}: a tag must not be empty: write its name`),
    v.check(
      hasNoComma,
      ({ input }) => `${name}: a tag cannot contain a comma, found "${input}": write tags: [${listed(input)}]`,
    ),
  );

export const categoryParam = v.pipe(
  text("category"),
  v.description(
    'The name of a category, of a subcategory such as "films/hd", or "" for none; a missing one is created',
  ),
  v.check(
    isTidy,
    ({ input }) =>
      "category: a category has no backslash, and no slash at either end or twice in a row, " +
      `found "${input}": write "${tidy(input)}"`,
  ),
);

function text(name: string) {
  return v.string(wants(name, "text (in quotes)", "write the name in quotes"));
}

function hasNoComma(tag: string): boolean {
  return !tag.includes(",");
}

function isTidy(category: string): boolean {
  return !/^\/|\/$|\/\/|\\/.test(category);
}

const listed = (tags: string): string =>
  tags
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean)
    .join(", ");

const tidy = (category: string): string =>
  category
    .split(/[\\/]+/)
    .filter(Boolean)
    .join("/");
