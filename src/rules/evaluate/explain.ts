import { isEach, supplyFor } from "../fields/field.ts";
import type { Condition, Leaf } from "../rule.ts";
import { type Circumstances, cheapestFirst, compile, itemsOf, valueIn } from "./compile.ts";
import { explainItems } from "./explain-items.ts";
import { type Explained, asked, inOrder, notEvaluated, verdict } from "./explained.ts";
import { tellingFirst } from "./items.ts";
import { plain, readOne } from "./value.ts";
import { type Seen, whyUnknown } from "./why.ts";

export type { Explained, Verdict } from "./explained.ts";

export type Explain = (seen: Seen) => Explained;

/** Explains what `compile` decides: the same parts, in the same order, as far as they were needed. */
export function createExplainer(condition: Condition, circumstances: Circumstances): Explain {
  if (condition.kind === "test") return explainLeaf(condition, circumstances);
  if ("where" in condition) return explainItems(condition, circumstances);
  const parts = new Map(condition.of.map((part) => [part, createExplainer(part, circumstances)]));
  const order = cheapestFirst(condition.of, circumstances);
  const decide = compile(condition, circumstances);
  return (seen) => ({
    kind: condition.kind,
    outcome: verdict(decide(seen.torrent)),
    of: inOrder(condition, order, (part) => parts.get(part)?.(seen) ?? notEvaluated(part)),
  });
}

/** Undecided tests of a condition, each with the reason: what it hung on. */
export function undecidedTests(explained: Explained): readonly { readonly field: string; readonly why: string }[] {
  if (explained.outcome !== "unknown") return [];
  if (explained.kind === "test") return [{ field: explained.field, why: explained.why ?? "" }];
  if ("of" in explained) return explained.of.flatMap(undecidedTests);
  if (explained.why !== undefined) return [{ field: explained.list, why: explained.why }];
  return explained.items.flatMap(({ where }) => undecidedTests(where));
}

function explainLeaf(leaf: Leaf, circumstances: Circumstances): Explain {
  const decide = compile(leaf, circumstances);
  const read = valueOf(leaf, circumstances);
  return (seen) => {
    const outcome = verdict(decide(seen.torrent));
    if (outcome === "not evaluated") return { ...asked(leaf), outcome };
    const value = read(seen);
    return {
      ...asked(leaf),
      outcome,
      ...(value !== undefined && { value }),
      ...(outcome === "unknown" && { why: whyUnknown(leaf, seen, circumstances) }),
    };
  };
}

/** What the torrent has, as plain data; undefined: nothing that is known. */
function valueOf({ field, check, negative }: Leaf, { server, now }: Circumstances): (seen: Seen) => unknown {
  const supply = supplyFor(field, server.has);
  if (supply === undefined) return () => undefined;
  if (!isEach(supply)) return ({ torrent }) => plain(readOne(supply, torrent, { server, now }), field.type);
  const { from, each } = supply;
  const decide = check.on(each, now);
  return ({ torrent }) => {
    const items = itemsOf(torrent, from);
    return items && tellingFirst(items, decide, negative).map((item) => plain(valueIn(item, each), field.type) ?? null);
  };
}
