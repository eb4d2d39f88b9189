import { expect, test } from "bun:test";

import { load } from "../../scripts/load/run.ts";
import { EXECUTABLE } from "../support/program.ts";

test("of a hundred webhooks at once, of jobs that wait and of bursts none is lost and none fails, and the server does not grow", async () => {
  const lines: string[] = [];
  const { wrong, promises } = await load({
    command: [EXECUTABLE, "--serve"],
    backend: "sqlite",
    seed: 1,
    queued: 100,
    jobs: 150,
    minutes: 0.1,
    progress: (line) => void lines.push(line),
  });
  expect(wrong).toEqual([]);
  // Everything that was to be measured was.
  expect(promises.map(({ measured }) => Number.isFinite(measured))).toEqual(promises.map(() => true));
  expect(lines.filter((line) => line.includes(" min: ")).length).toBeGreaterThan(30);
});
