import { afterAll, beforeAll, describe, setDefaultTimeout, test } from "bun:test";

import { addCases } from "./conformance/add.ts";
import { openBench, type Bench, type Check, type StartSubject } from "./conformance/bench.ts";
import { disturbanceCases } from "./conformance/disturbances.ts";
import { matrix } from "./conformance/matrix.ts";
import { detailCases } from "./conformance/details.ts";
import { labelCases } from "./conformance/labels.ts";
import { magnetCases } from "./conformance/magnets.ts";
import { limitCases } from "./conformance/limits.ts";
import { listCases } from "./conformance/list.ts";
import { peerCases } from "./conformance/peers.ts";
import { placeCases } from "./conformance/place.ts";
import { queueCases } from "./conformance/queue.ts";
import { removalCases } from "./conformance/removal.ts";
import { requestCases } from "./conformance/requests.ts";
import { runCases } from "./conformance/run.ts";
import { serverCases } from "./conformance/server.ts";
import { sessionCases } from "./conformance/session.ts";
import { switchCases } from "./conformance/switches.ts";
import { writeCases } from "./conformance/writes.ts";

/** What the suite is held against. */
export interface Candidate {
  readonly name: string;
  readonly start: StartSubject;
}

/**
 * Registers the behaviours that a real and a simulated qBittorrent of the same version must show alike, and prints in the end
 * which of them were seen on which candidate.
 */
export function conformance(candidates: readonly Candidate[]): void {
  setDefaultTimeout(60_000);
  const seen = new Map<string, Set<string>>();
  for (const candidate of candidates) seen.set(candidate.name, holdAgainst(candidate));
  afterAll(() => void process.stdout.write(matrix(behaviours(), seen)));
}

/** Their names, in order. */
export function behaviours(): readonly string[] {
  const names: string[] = [];
  register((name) => names.push(name), noBench);
  return names;
}

function holdAgainst({ name, start }: Candidate): Set<string> {
  const seen = new Set<string>();
  describe(name, () => {
    let opened: Bench | undefined;
    const bench = () => opened ?? noBench();
    beforeAll(async () => {
      opened = await openBench(start);
    });
    afterAll(async () => {
      await opened?.subject.stop();
    });
    register((behaviour, run) => {
      test(behaviour, async () => {
        await run();
        seen.add(behaviour);
      });
    }, bench);
  });
  return seen;
}

function register(check: Check, bench: () => Bench): void {
  for (const cases of ALL_CASES) cases(check, bench);
}

function noBench(): never {
  throw new Error("the server did not start");
}

const ALL_CASES: readonly ((check: Check, bench: () => Bench) => void)[] = [
  sessionCases,
  disturbanceCases,
  requestCases,
  listCases,
  detailCases,
  magnetCases,
  peerCases,
  serverCases,
  addCases,
  labelCases,
  limitCases,
  runCases,
  switchCases,
  queueCases,
  placeCases,
  removalCases,
  writeCases,
];
