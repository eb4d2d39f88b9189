import type { Server } from "../qbittorrent/facts.ts";
import { unnamedContext } from "../rules/contexts.ts";
import { type Field, sinceOf, supplyFor } from "../rules/fields/field.ts";
import { type Condition, type Rule, type Rulebook, leavesOf } from "../rules/rule.ts";
import type { PassRequest } from "./engine.ts";
import { lacking } from "./lacking.ts";

interface Found {
  readonly book: Rulebook;
  /** Of them, those for this job. */
  readonly rules: readonly Rule[];
  readonly withhold: string | undefined;
  readonly server: Server;
}

/** What whoever asked for the job should know, besides what was done. */
export function warningsFor({ context }: Pick<PassRequest, "context">, found: Found): string[] {
  const { book, rules, withhold, server } = found;
  // First: that older rules ran may be why of those below.
  const warnings: string[] = withhold === undefined ? [] : [withhold];
  const unnamed = unnamedContext(context, book);
  if (unnamed !== undefined) warnings.push(unnamed);
  if (rules.length === 0) warnings.push("no rule runs for this job");
  warnings.push(...beyondServer({ ...book, rules }, server));
  return warnings;
}

/** What the rules ask of a server that is too old for it: such a condition is unknown, such an action fails. */
export function beyondServer({ rules, protect }: Rulebook, server: Server): readonly string[] {
  const inRules = rules.flatMap((rule) => [
    ...missingFields(rule.condition, server).map((field) => `rule "${rule.name}": ${tooNew(field, server)}`),
    ...rule.actions
      .map((action) => lacking(action, server))
      .filter((lacked) => lacked !== undefined)
      .map(
        ({ what, release }) =>
          `rule "${rule.name}": ${what} needs qBittorrent ${release}, this is ${server.name}: it will fail`,
      ),
  ]);
  const inProtect = protect === undefined ? [] : missingFields(protect, server);
  return [...new Set([...inRules, ...inProtect.map((field) => `protect: ${tooNew(field, server)}`)])];
}

const missingFields = (condition: Condition, { has }: Server): readonly Field[] =>
  leavesOf(condition)
    .map(({ field }) => field)
    .filter((field) => supplyFor(field, has) === undefined);

const tooNew = (field: Field, { name }: Server): string =>
  `${field.name} needs qBittorrent ${sinceOf(field) ?? ""}, this is ${name}: it is unknown for every torrent`;
