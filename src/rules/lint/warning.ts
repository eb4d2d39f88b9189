import type { RulesProblem, WarningCode } from "../codes.ts";

export type Warning = RulesProblem<WarningCode>;
