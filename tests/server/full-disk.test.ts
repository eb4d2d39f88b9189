import { expect, test } from "bun:test";
import { statSync } from "node:fs";
import { at } from "../support/json.ts";
import { tempFolder } from "../support/temp.ts";
import { queueOnDriver } from "../queue/sqlite/support.ts";
import { serverBench } from "./support.ts";

test("on a full disk a job is answered 503 with the cause, and none is acknowledged that is not in the file", async () => {
  using folder = tempFolder();
  await using opened = queueOnDriver(folder.file("queue.db"));
  using bench = serverBench({ through: () => opened.queue });
  const limit = 40;
  opened.db.script(`PRAGMA max_page_count = ${limit}`);

  const answers = [];
  for (let i = 0; i < 400; i++) answers.push(await bench.ask(`POST /execute?context=${"x".repeat(200)}`));
  const accepted = answers.filter(({ status }) => status === 202).map(({ body }) => at(body, "job_id"));
  const refused = answers.filter(({ status }) => status === 503);
  expect(accepted.length).toBeGreaterThan(0);
  expect(refused.length).toBe(answers.length - accepted.length);
  expect(refused.length).toBeGreaterThan(0);
  for (const { body } of refused) {
    expect(body).toMatchObject({ error: "Service Unavailable" });
    expect(at(body, "message")).toEndWith("queue.db cannot grow: no space is left");
  }
  expect(opened.db.all("SELECT id FROM jobs ORDER BY rowid")).toEqual(accepted.map((id) => ({ id })));
  expect(bench.wakes()).toBe(accepted.length);
  expect(statSync(folder.file("queue.db")).size).toBeLessThanOrEqual(limit * 4096);

  opened.db.script("PRAGMA max_page_count = 1000000");
  expect((await bench.ask("POST /execute?context=again")).status).toBe(202);
});

test("health, open to everybody, says that the queue cannot be read, and not where its file is", async () => {
  using folder = tempFolder();
  const opened = queueOnDriver(folder.file("queue.db"));
  using bench = serverBench({ through: () => opened.queue });
  await opened.queue.close();
  const { status, body } = await bench.ask("GET /health", {});
  expect({ status, errors: at(body, "errors") }).toEqual({
    status: 503,
    errors: ["The queue cannot be read: The job queue is closed"],
  });
});
