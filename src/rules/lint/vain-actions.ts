import type { Action, Situation } from "../../actions/action.ts";
import { actions as definitions, isActionType, writesOf } from "../../actions/catalogue.ts";
import { deletes } from "../../actions/delete.ts";
import { follow, imaginedFor } from "./imagined.ts";

/** An action of a rule without which the same would be asked of the server, whatever the torrent. */
export interface Vain {
  readonly index: number;
  /** The action that makes it so: a later one undoes it, or an earlier one has done the same. */
  readonly cause: number;
  readonly why: "superseded" | "repeated";
}

/** From the last to the first, so that of two equal ones only one is in vain. */
export function vainActions(actions: readonly Action[]): readonly Vain[] {
  if (actions.length > MOST_ACTIONS) return [];
  const starts = imaginedFor(actions).map(withTags);
  // Of a torrent that goes nothing else is asked; but it may stay.
  const parts = actions.filter((action) => !deletes(action)).flatMap((action, index) => oneByOne(action, index));
  let left: readonly Part[] = parts;
  const found = parts.toReversed().flatMap((part): readonly Vain[] => {
    const others = left.filter((other) => other !== part);
    if (!starts.every((start) => isSame(left, others, start))) return [];
    const vain = causeOf(part, left, starts);
    if (vain !== undefined) left = others;
    return vain === undefined ? [] : [vain];
  });
  return [...new Map(found.map((vain) => [vain.index, vain])).values()].toReversed();
}

/** A server that can set tags also tells which there are. */
const withTags = (start: Situation): Situation => ({
  ...start,
  torrent: { ...start.torrent, tags: start.torrent.tags ?? [] },
});

/** Each is tried with and without all the others: of more it would take too long. */
const MOST_ACTIONS = 20;

interface Part {
  readonly action: Action;
  /** Of the action that it is, or is a part of. */
  readonly index: number;
}

/** An action with several tags may be in vain for one of them. */
function oneByOne(action: Action, index: number): readonly Part[] {
  const { type, params } = action;
  const tags: unknown = params["tags"];
  if (!isActionType(type) || type === "set_tags" || !Array.isArray(tags)) return [{ action, index }];
  return tags.flatMap((tag: unknown) => {
    const bound = definitions[type].bind(type, { tag });
    return bound.ok ? [{ action: bound.action, index }] : [];
  });
}

/** Whether the same is asked of the server. What destroys may be withheld; then what comes before it lasts. */
const isSame = (some: readonly Part[], others: readonly Part[], start: Situation): boolean =>
  asked(end(some, start), start) === asked(end(others, start), start) &&
  asked(endWithheld(some, start), start) === asked(endWithheld(others, start), start);

const end = (parts: readonly Part[], start: Situation): Situation =>
  follow(actionsOf(parts), start).at(-1)?.after ?? start;

function endWithheld(parts: readonly Part[], start: Situation): Situation {
  let found = start;
  // What hangs on facts of the server may destroy.
  for (const part of parts) if ((part.action.destructive?.(found) ?? false) === false) found = end([part], found);
  return found;
}

/** The requests that lead there, as one text. */
const asked = (there: Situation, start: Situation): string =>
  JSON.stringify(
    writesOf(start.torrent, there.wish)
      .map((write) => JSON.stringify(write))
      .toSorted(),
  );

const actionsOf = (parts: readonly Part[]): readonly Action[] => parts.map(({ action }) => action);

/** Undefined: it does nothing to any torrent that we can imagine, which says little. */
function causeOf(part: Part, parts: readonly Part[], starts: readonly Situation[]): Vain | undefined {
  const at = parts.indexOf(part);
  for (const start of starts) {
    const course = follow(actionsOf(parts), start);
    const wishes = Object.keys(course[at]?.effect?.wish ?? part.action.effect(start)?.wish ?? {});
    const why = course[at]?.effect === undefined ? "repeated" : "superseded";
    const causes = why === "repeated" ? parts.slice(0, at) : parts.slice(at + 1);
    const cause = causes.find((other) => {
      const effect = course[parts.indexOf(other)]?.effect;
      return wishes.some((wish) => wish in (effect?.wish ?? {}));
    });
    if (cause !== undefined) return { index: part.index, cause: cause.index, why };
  }
  return undefined;
}
