import { parseArgs } from "node:util";

import type { FaultKind } from "../../tests/support/qbittorrent/simulator/faults.ts";
import {
  SIMULATED_VERSIONS,
  type SimulatedVersion,
  isSimulated,
} from "../../tests/support/qbittorrent/simulator/profiles.ts";
import { FAULTS, isFaultName } from "./faults.ts";

export interface DemoOptions {
  /** Undefined: whatever can be had. */
  readonly simulated: Simulated | undefined;
}

export interface Simulated {
  readonly version: SimulatedVersion;
  readonly faults: readonly FaultKind[];
}

/** What the command line asks for; or what is wrong with it, or could be asked. */
export function readOptions(args: readonly string[]): DemoOptions | string {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    strict: false,
    options: { version: { type: "string" }, fault: { type: "string", multiple: true } },
  });
  const { version, fault, ...others } = values;
  const faults = Array.isArray(fault) ? fault.map(String) : [];
  const unknown = [...Object.keys(others).map((name) => `--${name}`), ...positionals];
  const wrong = [
    ...unknown.filter((word) => word !== "--help").map((word) => `"${word}" is not known.`),
    ...(version === undefined || isSimulated(String(version))
      ? []
      : [`--version ${String(version)} is not simulated.`]),
    ...faults.filter((name) => !isFaultName(name)).map((name) => `--fault ${name} is not known.`),
  ];
  if (wrong.length > 0 || unknown.length > 0) return [...wrong, USAGE].join("\n");
  if (version === undefined && faults.length === 0) return { simulated: undefined };
  return {
    simulated: {
      version: SIMULATED_VERSIONS.find((known) => known === version) ?? "5.1.0",
      faults: faults.filter(isFaultName),
    },
  };
}

const USAGE = `npm run demo -- [--version VERSION] [--fault FAULT]...
  --version  simulate this qBittorrent: ${SIMULATED_VERSIONS.join(", ")}
  --fault    simulate one that misbehaves: ${Object.keys(FAULTS).join(", ")}`;
