import * as v from "valibot";
import type { Write } from "../qbittorrent/writes.ts";
import type { Action, Change, Effect, Situation, WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";
import { wants } from "./messages.ts";
import { tagParam } from "./names.ts";

/** `tag: x` and `tags: [x, y]` are two spellings of one parameter. */
const tagParams = (list: v.GenericSchema<string[]>) =>
  v.pipe(
    v.strictObject({ tag: v.exactOptional(tagParam("tag")), tags: v.exactOptional(list) }),
    v.check(({ tag: one, tags }) => one !== undefined || tags !== undefined, 'needs "tag" or "tags"'),
    v.check(
      ({ tag: one, tags }) => one === undefined || tags === undefined || (tags.length === 1 && tags[0] === one),
      '"tag" and "tags" are two spellings of one thing and contradict each other: keep one',
    ),
    v.transform(({ tag: one, tags = [] }) => (one === undefined ? [...new Set(tags)] : [one])),
  );

const tagList = v.pipe(
  v.array(tagParam("tags"), wants("tags", "a list", "write [one, another], or a single name as tag")),
  v.description("The names of several tags, as a list"),
);

const oneOrMore = tagParams(v.pipe(tagList, v.nonEmpty("tags: name at least one tag")));

/** Before, tags are in the list, but cannot be set. */
const needs = (): Action["needs"] => ({ release: "4.2", what: "setting tags" });

export const addTag = defineAction({
  about: "Gives a torrent one tag or several; missing ones are created",
  aspect: "tags",
  needs,
  params: oneOrMore,
  behaviour: (wanted) => (situation) => {
    const has = tagsOf(situation);
    const missing = wanted.filter((name) => !has.includes(name));
    return missing.length === 0 ? undefined : become([...has, ...missing]);
  },
  changes: (wanted) => (situation) => changesTo([...tagsOf(situation), ...wanted], situation),
});

export const removeTag = defineAction({
  about: "Takes one tag or several off a torrent",
  aspect: "tags",
  needs,
  params: oneOrMore,
  behaviour: (unwanted) => (situation) => {
    const has = tagsOf(situation);
    return has.some((name) => unwanted.includes(name))
      ? become(has.filter((name) => !unwanted.includes(name)))
      : undefined;
  },
  changes: (unwanted) => (situation) =>
    changesTo(
      tagsOf(situation).filter((name) => !unwanted.includes(name)),
      situation,
    ),
});

/** An empty list takes all tags off. */
export const setTags = defineAction({
  about: "Gives a torrent exactly these tags, and takes all others off",
  aspect: "tags",
  needs,
  params: tagParams(tagList),
  behaviour: (wanted) => (situation) => (sameSet(tagsOf(situation), wanted) ? undefined : become(wanted)),
  changes: (wanted) => (situation) => changesTo(wanted, situation),
});

/** Removals and additions against what the torrent has: works on every version, and leaves equal tags alone. */
export const tagWrites: WritesOf = ({ tags: has = [] }, { tags: wanted }) => {
  if (wanted === undefined) return [];
  const writes: Write[] = [];
  for (const name of has) if (!wanted.includes(name)) writes.push({ kind: "remove_tags", tags: [name] });
  for (const name of wanted) if (!has.includes(name)) writes.push({ kind: "add_tags", tags: [name] });
  return writes;
};

const tagsOf = ({ torrent }: Situation): readonly string[] => torrent.tags ?? [];

const become = (tags: readonly string[]): Effect => ({ wish: { tags }, view: { tags } });

/** Tag by tag: those that come, and those that go. */
function changesTo(tags: readonly string[], situation: Situation): readonly Change[] {
  const has = tagsOf(situation);
  const coming = tags.filter((name) => !has.includes(name));
  const going = has.filter((name) => !tags.includes(name));
  return [
    ...coming.map(
      (name): Change =>
        (later) =>
          tagsOf(later).includes(name),
    ),
    ...going.map(
      (name): Change =>
        (later) =>
          !tagsOf(later).includes(name),
    ),
  ];
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  a.every((name) => b.includes(name)) && b.every((name) => a.includes(name));
