import * as v from "valibot";

/** A tag as qBittorrent keeps it: without spaces around it. */
export const tagName = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty("a tag must not be empty"),
  v.check((name) => !name.includes(","), "a tag cannot contain a comma: qBittorrent separates tags by it"),
);

/** `""` is no category. */
export const categoryName = v.pipe(
  v.string(),
  v.check(
    (name) => !/^\/|\/$|\/\/|\\/.test(name),
    "a category has no backslash, and no slash at either end or twice in a row",
  ),
);
