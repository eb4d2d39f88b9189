import { isEach, supplyFor } from "../fields/field.ts";
import type { Subject } from "../operators/operator.ts";
import type { Condition, Items } from "../rule.ts";
import { type Circumstances, compile, compileItem, itemsOf, valueIn } from "./compile.ts";
import { type Explained, asked, inOrder, notEvaluated, verdict } from "./explained.ts";
import { nameOf, tellingFirst } from "./items.ts";
import { plain } from "./value.ts";
import { type Seen, whyItemUnknown, whyItemsUnknown } from "./why.ts";

/** Explains a group about the items of a list, item by item. */
export function explainItems(group: Items, circumstances: Circumstances): (seen: Seen) => Explained {
  const { kind, list, where } = group;
  const decide = compile(group, circumstances);
  const decideItem = compileItem(where, circumstances);
  const explain = explainItem(where, circumstances);
  return (seen) => {
    const outcome = verdict(decide(seen.torrent));
    const items = itemsOf(seen.torrent, list) ?? [];
    const shown = tellingFirst(items, decideItem, kind === "all_of").map((item) => {
      const explained = explain(item);
      return { item: nameOf(list, item), outcome: explained.outcome, where: explained };
    });
    return {
      kind,
      list,
      outcome,
      items: shown,
      items_not_shown: items.length - shown.length,
      ...(outcome === "unknown" && items.length === 0 && { why: whyItemsUnknown(list, seen) }),
    };
  };
}

type ExplainItem = (item: Subject) => Explained;

function explainItem(condition: Condition, circumstances: Circumstances): ExplainItem {
  const decide = compileItem(condition, circumstances);
  if (condition.kind === "test") {
    const supply = supplyFor(condition.field, circumstances.server.has);
    return (item) => {
      const outcome = verdict(decide(item));
      const value =
        supply !== undefined && isEach(supply) ? plain(valueIn(item, supply.each), condition.field.type) : undefined;
      return {
        ...asked(condition),
        outcome,
        ...(value !== undefined && { value }),
        ...(outcome === "unknown" && { why: whyItemUnknown(condition, item, circumstances) }),
      };
    };
  }
  if ("where" in condition) return () => notEvaluated(condition);
  const parts = new Map(condition.of.map((part) => [part, explainItem(part, circumstances)]));
  return (item) => ({
    kind: condition.kind,
    outcome: verdict(decide(item)),
    of: inOrder(condition, condition.of, (part) => parts.get(part)?.(item) ?? notEvaluated(part)),
  });
}
