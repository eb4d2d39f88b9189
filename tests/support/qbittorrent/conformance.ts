import { afterAll, beforeAll, describe, setDefaultTimeout } from "bun:test";

import { addCases } from "./conformance/add.ts";
import { openBench, type Bench, type StartSubject } from "./conformance/bench.ts";
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

export interface ConformanceOptions {
  readonly name: string;
  readonly start: StartSubject;
}

/** Registers the cases that a real and a simulated qBittorrent of the same version must pass alike. */
export function conformance({ name, start }: ConformanceOptions): void {
  setDefaultTimeout(60_000);
  describe(name, () => {
    let opened: Bench | undefined;
    const bench = () => {
      if (opened === undefined) throw new Error(`${name} did not start`);
      return opened;
    };
    beforeAll(async () => {
      opened = await openBench(start);
    });
    afterAll(async () => {
      await opened?.subject.stop();
    });
    for (const cases of ALL_CASES) cases(bench);
  });
}

const ALL_CASES: readonly ((bench: () => Bench) => void)[] = [
  sessionCases,
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
