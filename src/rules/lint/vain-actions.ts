import type { Action } from "../../actions/action.ts";
import { deletes } from "../../actions/delete.ts";
import { type Step, follow, imaginedFor } from "./imagined.ts";

/** An action of a rule that comes to nothing, whatever the torrent, and the one that is the cause. */
export interface Vain {
  readonly index: number;
  readonly cause: number;
  /** `superseded`: a later one undoes it; `repeated`: an earlier one has done it already. */
  readonly why: "superseded" | "repeated";
}

/** As the planner sees it: what is undone before the end is never sent, and what is so already is not sent either. */
export function vainActions(actions: readonly Action[]): readonly Vain[] {
  // A deletion may be withheld; then what comes before it lasts.
  const lasting = actions.filter((action) => !deletes(action));
  const courses = imaginedFor(lasting).map((start) => follow(lasting, start));
  return lasting.flatMap((action, index): readonly Vain[] => {
    if (action.relative === true) return [];
    const acting = courses.filter((course) => course[index]?.effect !== undefined);
    if (acting.length === 0) return repeated(action, index, courses);
    const causes = acting.map((course) => undoneAt(action, index, course));
    const [cause] = causes;
    return cause === undefined || causes.includes(undefined) ? [] : [{ index, cause, why: "superseded" }];
  });
}

type Course = readonly Step[];

/** The action after which it would have something to do again; only of those that wish for the same. */
function undoneAt(action: Action, index: number, course: Course): number | undefined {
  const end = course.at(-1);
  if (end === undefined || action.effect(end.after) === undefined) return undefined;
  const wishes = Object.keys(course[index]?.effect?.wish ?? {});
  const cause = course.findIndex(
    ({ effect, after }, later) =>
      later > index && wishes.some((wish) => wish in (effect?.wish ?? {})) && action.effect(after) !== undefined,
  );
  return cause === -1 ? undefined : cause;
}

/** It would have had something to do if it had been the first. */
function repeated(action: Action, index: number, courses: readonly Course[]): readonly Vain[] {
  const done = courses.find(([first]) => first !== undefined && action.effect(first.before) !== undefined);
  const cause = done?.findIndex(({ after }) => action.effect(after) === undefined) ?? -1;
  return cause === -1 || cause >= index ? [] : [{ index, cause, why: "repeated" }];
}
