// Runs everything that must hold before a change goes in: `npm test`, or a part of it: `npm test -- unit e2e`.
import { add, NOTHING, single, type Outcome } from "./test/outcome.ts";
import { steps, type Step } from "./test/steps.ts";
import { obtain, type Tool } from "./test/tools.ts";

// In CI nothing may be left out unnoticed; at home the machine may not have everything.
const strict = process.env["CI"] === "true";

process.exitCode = await main(process.argv.slice(2));

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(`No such step: ${unknown.join(", ")}. Steps are ${steps.map((step) => step.name).join(", ")}.`);
    return 2;
  }
  const chosen = steps.filter((step) => names.length === 0 || isNeeded(step, names));
  const missing = await obtainAll(chosen);
  const outcomes = new Map<string, Outcome>();
  for (const step of chosen) outcomes.set(step.name, await perform(step, missing, outcomes));
  return conclude([...outcomes.values()], missing);
}

function isNeeded(step: Step, names: readonly string[]): boolean {
  return names.includes(step.name) || steps.some(({ name, after }) => names.includes(name) && after === step.name);
}

type Missing = ReadonlyMap<Tool, string>;

async function obtainAll(chosen: readonly Step[]): Promise<Missing> {
  const missing = new Map<Tool, string>();
  for (const tool of new Set(chosen.flatMap(({ needs = [], wants = [] }) => [...needs, ...wants]))) {
    const started = performance.now();
    const { missing: reason } = await obtain(tool);
    if (reason !== undefined) missing.set(tool, reason);
    printLine(tool, reason === undefined ? "there" : "MISSING", started, reason?.split("\n")[0]);
  }
  return missing;
}

async function perform(step: Step, missing: Missing, outcomes: ReadonlyMap<string, Outcome>): Promise<Outcome> {
  const started = performance.now();
  if (step.needs?.some((tool) => missing.has(tool))) {
    printLine(step.title, "left out", started);
    return NOTHING;
  }
  const groundwork = step.after === undefined ? undefined : outcomes.get(step.after);
  const outcome = groundwork?.failed ? single(false, `Not run: ${step.after} failed.`) : await attempt(step);
  const bad = isBad(outcome);
  printLine(step.title, bad ? "FAILED" : "ok", started, describe(outcome));
  if (bad && outcome.report) console.log(outcome.report.replaceAll(/^/gm, "    "));
  return outcome;
}

async function attempt(step: Step): Promise<Outcome> {
  try {
    return await step.run();
  } catch (error) {
    return single(false, error instanceof Error ? error.stack : String(error));
  }
}

function conclude(outcomes: readonly Outcome[], missing: Missing): number {
  const { passed, failed, skipped } = outcomes.reduce(add, NOTHING);
  if (skipped > 0) console.log(`SKIPPED: ${skipped} tests`);
  for (const [tool, reason] of missing) console.log(`LEFT OUT: ${tool}: ${reason}`);
  const failures = failed + (strict ? skipped + missing.size : 0);
  console.log(`${passed} passed, ${failures} failed`);
  return failures === 0 ? 0 : 1;
}

function isBad(outcome: Outcome): boolean {
  return outcome.failed > 0 || (strict && outcome.skipped > 0);
}

function describe({ passed, failed, skipped, detail = "" }: Outcome): string {
  const counts = passed + failed + skipped === 1 ? "" : `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return [counts, detail].filter(Boolean).join(", ");
}

function printLine(title: string, state: string, started: number, detail = ""): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${title.padEnd(16)} ${state.padEnd(9)} ${seconds.padStart(6)} s  ${detail}`.trimEnd());
}
