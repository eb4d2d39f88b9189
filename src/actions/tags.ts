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
    const coming = lackedOf(wanted, situation);
    return coming.length === 0 ? undefined : change({ coming, going: none }, situation);
  },
  changes: (wanted) => {
    const each = comings(wanted);
    return (situation) => those(each, (isSo) => !isSo(situation));
  },
});

export const removeTag = defineAction({
  about: "Takes one tag or several off a torrent",
  aspect: "tags",
  needs,
  params: oneOrMore,
  behaviour: (unwanted) => (situation) => {
    const going = those(unwanted, (name) => !isWithout(situation, name));
    return going.length === 0 ? undefined : change({ coming: none, going }, situation);
  },
  changes: (unwanted) => {
    const each = goings(unwanted);
    return (situation) => those(each, (isSo) => !isSo(situation));
  },
});

/** An empty list takes all tags off; where it is not known which there are, there is no name to take off. */
export const setTags = defineAction({
  about: "Gives a torrent exactly these tags, and takes all others off",
  aspect: "tags",
  needs,
  params: tagParams(tagList),
  behaviour: (wanted) => (situation) => {
    const { torrent, wish } = situation;
    const going = excessOf(wanted, situation);
    const isSo =
      torrent.tags === undefined
        ? [...wanted, ...going, ...(wish.withoutTags ?? [])].length === 0
        : going.length === 0 && lackedOf(wanted, situation).length === 0;
    return isSo ? undefined : become(wanted, { going, view: wanted }, situation);
  },
  changes: (wanted) => (situation) => [...comings(lackedOf(wanted, situation)), ...goings(excessOf(wanted, situation))],
});

/** Removals and additions against what the torrent has: works on every version, and leaves equal tags alone. */
export const tagWrites: WritesOf = ({ tags: has }, { tags: wanted, withoutTags = [] }) => {
  if (wanted === undefined) return [];
  const writes: Write[] = [];
  for (const name of has ?? withoutTags) {
    if (has === undefined || !wanted.includes(name)) writes.push({ kind: "remove_tags", tags: [name] });
  }
  for (const name of wanted) if (has?.includes(name) !== true) writes.push({ kind: "add_tags", tags: [name] });
  return writes;
};

const none: readonly never[] = [];

/** The list itself where all of it is meant: most have one name, and each torrent asks. */
const those = <T>(list: readonly T[], isMeant: (item: T) => boolean): readonly T[] =>
  list.every(isMeant) ? list : list.filter(isMeant);

/** Where it is not known which tags a torrent has: those that rules gave it. */
const tagsOf = ({ torrent, wish }: Situation): readonly string[] => torrent.tags ?? wish.tags ?? [];

/** Where that is not known: because a rule took the tag off. */
const isWithout = ({ torrent, wish }: Situation, name: string): boolean =>
  torrent.tags === undefined ? wish.withoutTags?.includes(name) === true : !torrent.tags.includes(name);

const lackedOf = (wanted: readonly string[], situation: Situation): readonly string[] => {
  const has = tagsOf(situation);
  return those(wanted, (name) => !has.includes(name));
};

const excessOf = (wanted: readonly string[], situation: Situation): readonly string[] =>
  tagsOf(situation).filter((name) => !wanted.includes(name));

/** What is not known before stays so for later rules: there may be any other tag as well. */
function change({ coming, going }: Record<"coming" | "going", readonly string[]>, situation: Situation): Effect {
  const has = tagsOf(situation);
  const tags = going.length === 0 ? [...has, ...coming] : [...has, ...coming].filter((name) => !going.includes(name));
  return become(tags, { going, view: situation.torrent.tags === undefined ? undefined : tags }, situation);
}

interface Becoming {
  readonly going: readonly string[];
  readonly view: readonly string[] | undefined;
}

/** Those that go are to be named where it was not known at the start which tags there are, even if it is by now. */
function become(tags: readonly string[], { going, view }: Becoming, { torrent, wish }: Situation): Effect {
  if (torrent.tags !== undefined && wish.withoutTags === undefined) return { wish: { tags }, view: { tags: view } };
  const withoutTags = [...(wish.withoutTags ?? []), ...going].filter((name) => !tags.includes(name));
  return { wish: { tags, withoutTags }, view: { tags: view } };
}

const comings = (names: readonly string[]): readonly Change[] =>
  names.map(
    (name): Change =>
      (later) =>
        tagsOf(later).includes(name),
  );

const goings = (names: readonly string[]): readonly Change[] =>
  names.map(
    (name): Change =>
      (later) =>
        isWithout(later, name),
  );
