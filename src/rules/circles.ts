import type { RulesCode } from "./codes.ts";
import type { Path } from "./source.ts";

export type Report = (code: RulesCode, path: Path, message: string, hint?: string) => void;

/** Reports names that lead round in a circle: once for each circle, whoever enters it where. */
export type CircleTold = (path: Path, what: "references" | "variables", circle: readonly string[]) => void;

export function circlesTold(report: Report): CircleTold {
  const told = new Set<string>();
  return (path, what, circle) => {
    const members = [...new Set(circle)].toSorted().join(" ");
    if (told.has(members)) return;
    told.add(members);
    const code = what === "references" ? "circular-reference" : "circular-variable";
    report(
      code,
      path,
      `these ${what} go round in a circle: ${circle.join(" -> ")}`,
      "one of them must not name the next",
    );
  };
}
