import { expect, test } from "bun:test";
import { startTestApp, until } from "./support/app.ts";

const RULES = "rules: [{ name: Tag, match_all: true, actions: [{ type: add_tag, params: { tag: seen } }] }]";

const ended = (lines: readonly string[]) => /Job completed job=(\S+)/.exec(lines.join("\n"))?.[1];

test("the log tells what a pass did under the id of its job", async () => {
  await using server = await startTestApp({ rules: RULES, simulator: { torrents: [{}] } });
  await server.ask("POST /execute");
  await until(
    async () => ended(server.lines),
    (id) => id !== undefined,
  );
  const ofPass = server.lines.filter((line) => / engine {2}(?:Sent|Pass) /.test(line));
  const id = ended(server.lines);
  expect(ofPass.map((line) => /job=(\S+)/.exec(line)?.[1])).toEqual([id, id]);
});
