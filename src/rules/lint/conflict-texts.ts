import type { Leaf } from "../rule.ts";
import type { Conflict } from "./conflicts.ts";
import { type Demand, FAILS, HOLDS } from "./demand.ts";
import { hintForOne, hintForSeveral } from "./hints.ts";
import { placeOf, questionOf, textOf } from "./written.ts";
import type { Warning } from "./warning.ts";

/** What follows for a whole that never holds, or always does. */
export type Consequences = Readonly<Record<NonNullable<Conflict["whole"]>, string>>;

/** A conflict as a warning, at the last of its parts. */
export function warningOf({ demands, whole }: Conflict, consequences: Consequences): Warning {
  const places = [...new Set(demands.map(({ condition }) => placeOf(condition)))].toReversed();
  const [where = "", ...others] = places;
  const { code, message, hint } = say(demands);
  return {
    code,
    message: whole === undefined ? message : `${message}, so ${consequences[whole]}`,
    where,
    hint: others.length === 0 ? hint : `${hint} (see ${others.toReversed().join(", ")})`,
  };
}

type Said = Pick<Required<Warning>, "code" | "message" | "hint">;

function say(demands: readonly Demand[]): Said {
  const leaves = demands.flatMap(({ condition }) => (condition.kind === "test" ? [condition] : []));
  const [only] = leaves;
  if (demands.length === 1 && only !== undefined) return sayOne(only, demands[0]?.wanted === HOLDS);
  const texts = demands.map(({ condition }) => textOf(condition));
  if (demands.every(({ wanted }) => wanted === FAILS)) {
    const message = `one of these always holds where it can be told: ${texts.join(", ")}`;
    return { code: "always-holds", message, hint: "leave them out, or correct one of them" };
  }
  if (only !== undefined && leaves.length === demands.length && isOneQuestion(leaves)) {
    const message = `${textOf(only)} is asked for and ruled out at once`;
    return { code: "contradiction", message, hint: "keep one of the two" };
  }
  const said = demands.map(({ wanted }, index) => (wanted === FAILS ? `not (${texts[index]})` : texts[index]));
  return {
    code: "contradiction",
    message: `${said.join(" and ")} never hold together`,
    hint: hintForSeveral(
      leaves,
      demands.every(({ wanted }) => wanted === HOLDS),
    ),
  };
}

const sayOne = (leaf: Leaf, never: boolean): Said =>
  never
    ? { code: "never-holds", message: `${textOf(leaf)} never holds`, hint: hintForOne(leaf) }
    : {
        code: "always-holds",
        message: `${textOf(leaf)} always holds where ${leaf.field.name} is known`,
        hint: "leave it out, or if that was meant write operator: known, value: true",
      };

const isOneQuestion = (leaves: readonly Leaf[]): boolean =>
  new Set(leaves.map((leaf) => questionOf(leaf).text)).size === 1;
