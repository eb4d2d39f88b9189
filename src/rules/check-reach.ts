import type { Findings } from "./check.ts";
import type { RuleShape } from "./schema.ts";
import type { Path } from "./source.ts";

/** Of a rule without conditions, which reaches every torrent: said aloud, and for what destroys only when it says so itself. */
export function checkReach(shape: RuleShape, path: Path, findings: Findings): void {
  if (shape.match_all === true) return;
  const where = findings.source.where(path);
  const destroyer = shape.actions.find(removesOrMoves);
  if (destroyer === undefined) {
    findings.warnings.push({
      code: "every-torrent",
      message: "a rule without conditions matches every torrent",
      where,
      hint: "say so with match_all: true",
    });
    return;
  }
  const does = ["delete_torrent", "set_share_limits"].includes(destroyer.type) ? "delete" : "move";
  findings.problems.push({
    code: "match-all",
    message: `this rule ${does}s, and has no conditions: it would ${does} every torrent`,
    where,
    hint: "add conditions, or match_all: true if that is what you want",
  });
}

type WrittenAction = RuleShape["actions"][number];

/** At once, or once a limit is reached. */
export const removes = ({ type, params }: WrittenAction): boolean =>
  type === "delete_torrent" || (type === "set_share_limits" && String(params?.["when_reached"]).startsWith("remove"));

/** Whatever the torrent: of other actions only the torrent tells. */
const removesOrMoves = (action: WrittenAction): boolean =>
  removes(action) ||
  action.type === "set_location" ||
  (action.type === "set_auto_management" && action.params?.["enabled"] === true);
