import { type Step, isChange, isOurs, nameOf } from "../hook/plan.ts";
import type { ExternalProgram } from "../qbittorrent/external-programs.ts";
import { printable } from "./printable.ts";
import { type Terminal, paint } from "./terminal.ts";

interface Server {
  readonly url: string;
  readonly version: string;
}

/** What stands in qBittorrent's settings, and what is to stand there. */
export function hookLines(terminal: Pick<Terminal, "colours">, server: Server, steps: readonly Step[]): string[] {
  return [
    `qBittorrent ${printable(server.version)} at ${server.url}`,
    ...steps.flatMap((step) => linesOf(terminal, step)),
  ];
}

export const hookJson = (qbittorrent: Server, steps: readonly Step[], dryRun: boolean) => ({
  qbittorrent,
  dry_run: dryRun,
  events: steps.map((step) => ({
    event: step.event,
    changes: isChange(step),
    before: shown(step, step.before),
    after: shown(step, step.after),
  })),
});

function linesOf(terminal: Pick<Terminal, "colours">, step: Step): string[] {
  const before = inWords(shown(step, step.before));
  if (!isChange(step)) return [`  ${step.event}: stays as it is`, `    ${before}`];
  const after = inWords(shown(step, step.after));
  return [
    `  ${step.event}:`,
    paint(terminal, "red", `    before  ${before}`),
    paint(terminal, "green", `    after   ${after}`),
  ];
}

/** Ours has no secrets in it; of somebody else's, its name is shown. */
const shown = (step: Step, { enabled, program }: ExternalProgram): ExternalProgram => ({
  enabled,
  program: isOurs(step) || isChange(step) ? program : nameOf(program),
});

function inWords({ enabled, program }: ExternalProgram): string {
  if (program.trim() === "") return "no program";
  return `${enabled ? "" : "switched off: "}${printable(program)}`;
}
