import { expect, test } from "bun:test";

import { fuzz } from "../../scripts/fuzz/run.ts";
import { EXECUTABLE } from "../support/program.ts";

test("whatever is sent to the server, it answers, tells no secret, keeps what it accepted, and stays well", async () => {
  const { wrong, counts } = await fuzz({
    command: [EXECUTABLE, "--serve"],
    seed: 1,
    requests: 2_000,
    progress: () => undefined,
  });
  expect(wrong).toEqual([]);
  // It has seen all kinds of answers.
  expect(Object.keys(counts)).toEqual(expect.arrayContaining(["status 200", "status 202", "status 400", "status 404"]));
});
