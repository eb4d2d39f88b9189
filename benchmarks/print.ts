import type { Ratio, Table } from "./finding.ts";
import type { Machine } from "./machine.ts";
import type { Finding } from "./questions.ts";

export function printFinding({ tables, ratios, notes, leftOut = [], machine }: Finding): void {
  for (const table of tables) printTable(table);
  if (ratios.length > 0) printTable(ratioTable("Ratios", ratios));
  for (const note of [...notes, `the machine right after: ${noise(machine)}`]) console.log(`- ${note}`);
  for (const left of leftOut) console.log(`LEFT OUT: ${left}`);
}

export function printSummary(before: Machine, after: Machine, findings: readonly Finding[]): void {
  console.log("\n# Summary");
  printTable(
    ratioTable(
      "Ours against the bare thing",
      findings.flatMap(({ name, ratios }) => ratios.map((ratio) => ({ ...ratio, what: `${name}: ${ratio.what}` }))),
    ),
  );
  const { cpu, cores, memoryGb, bun } = before;
  console.log(`- ${cpu}, ${cores} cores, ${memoryGb} GB, Bun ${bun}`);
  console.log(`- before: ${noise(before)}`);
  console.log(`- after: ${noise(after)}`);
  for (const { name, leftOut = [] } of findings) for (const left of leftOut) console.log(`LEFT OUT: ${name}: ${left}`);
}

/** At least three digits that mean something. */
export function figure(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

const noise = ({ load, noisePercent, fsyncMs }: Machine): string =>
  `load ${figure(load)}, a fixed calculation varies by ${figure(noisePercent)} % (p90 over median), fsync ${figure(fsyncMs)} ms`;

const ratioTable = (title: string, ratios: readonly Ratio[]): Table => ({
  title,
  header: ["", "ours", "bare", "unit", "ratio", "rounds", "limit"],
  rows: ratios.map(({ what, ours, bare, unit, ratio, lowest, highest, better, limit }) => [
    what,
    figure(ours),
    figure(bare),
    unit,
    figure(ratio),
    `${figure(lowest)} to ${figure(highest)}`,
    limit === undefined ? `${better} is better` : `${better === "lower" ? "at most" : "at least"} ${figure(limit)}`,
  ]),
});

/** The first column to the left, figures to the right. */
function printTable({ title, header, rows }: Table): void {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  console.log(`\n${title}`);
  for (const row of [header, widths.map((width) => "-".repeat(width)), ...rows]) console.log(`  ${line(row)}`);
}
