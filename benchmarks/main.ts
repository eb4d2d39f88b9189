// Measures the program against the bare thing it is made of: `npm run bench`, or a part of it: `npm run bench -- pass client`.
import { mkdirSync, writeFileSync } from "node:fs";

import { printFinding, printSummary } from "./print.ts";
import { type Finding, questions } from "./questions.ts";
import { type Machine, examineMachine } from "./machine.ts";
import { buildProgram } from "./programs.ts";

const RECORD = "out/bench.json";
const WITHIN_MS = 25 * 60_000;

process.exitCode = await main(process.argv.slice(2));

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !questions.some((question) => question.name === name));
  if (unknown.length > 0) {
    console.error(
      `No such question: ${unknown.join(", ")}. There are ${questions.map(({ name }) => name).join(", ")}.`,
    );
    return 2;
  }
  const chosen = questions.filter(({ name, takesMs }) =>
    names.length === 0 ? takesMs === undefined : names.includes(name),
  );
  // Whatever hangs, it ends: what was started is undone when the process exits.
  const withinMs = chosen.reduce((sum, { takesMs = 0 }) => sum + takesMs, WITHIN_MS);
  setTimeout(() => giveUp(withinMs), withinMs).unref();
  await buildProgram();
  const machine = examineMachine();
  const findings: Finding[] = [];
  let failed = false;
  for (const question of chosen) {
    console.log(`\n# ${question.name}: ${question.title}`);
    try {
      const answer = await question.answer();
      const finding: Finding = { name: question.name, machine: examineMachine(), ...answer };
      printFinding(finding);
      findings.push(finding);
    } catch (error) {
      failed = true;
      console.error(`FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  conclude(machine, findings);
  return failed ? 1 : 0;
}

function conclude(before: Machine, findings: readonly Finding[]): void {
  const after = examineMachine();
  printSummary(before, after, findings);
  mkdirSync("out", { recursive: true });
  writeFileSync(RECORD, `${JSON.stringify({ at: new Date().toISOString(), before, after, findings }, null, 2)}\n`);
  console.log(`\nAll of it is in ${RECORD}`);
}

function giveUp(withinMs: number): never {
  console.error(`The benchmarks did not end within ${withinMs / 60_000} minutes`);
  process.exit(3);
}
