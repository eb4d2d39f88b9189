import { expect, test } from "bun:test";

import { freePort } from "../support/free-port.ts";
import { at } from "../support/json.ts";
import { startSimulator } from "../support/qbittorrent/simulator/main.ts";
import { type Program, startProgram } from "../support/program.ts";
import { until } from "../support/until.ts";

const RULES = `
rules:
  - name: Tag everything
    context: crash
    match_all: true
    actions: [{type: add_tag, params: {tag: seen}}]
`;

test("SIGKILL with 100 acknowledged jobs pending and one running: after a restart all 101 finish, in order", async () => {
  await using qbittorrent = simulator();
  const nobody = `http://127.0.0.1:${freePort()}`;
  // With nobody to talk to, the first job stays processing and the others wait behind it.
  const program = await startProgram({ qbittorrent: nobody, rules: RULES });
  try {
    const first = await enqueue(program);
    await until(async () => (await count(program, "processing")) === 1);
    const ids = [first, ...(await Promise.all(Array.from({ length: 100 }, () => enqueue(program))))];
    expect(await jobs(program)).toMatchObject({ total: 101, pending: 100, processing: 1 });

    await program.kill();
    await program.restart({ QBT_RULES_QBITTORRENT_HOST: qbittorrent.url });
    await until(async () => (await count(program, "completed")) === 101);

    const ended = await Promise.all(ids.toSorted().map((id) => completedAt(program, id)));
    expect(ended).toEqual(ended.toSorted());
    expect([...qbittorrent.torrents.values()].map(({ tags }) => [...tags])).toEqual([["seen"]]);
  } finally {
    await program.stop();
  }
});

test("a job that was waiting for qBittorrent when the server was told to stop is pending again, and runs at the next start", async () => {
  await using qbittorrent = simulator();
  const program = await startProgram({ qbittorrent: `http://127.0.0.1:${freePort()}`, rules: RULES });
  try {
    const id = await enqueue(program);
    await until(async () => (await count(program, "processing")) === 1);
    expect(await program.terminate()).toBe(0);

    await program.restart({ QBT_RULES_QBITTORRENT_HOST: qbittorrent.url });
    await until(async () => (await count(program, "completed")) === 1);
    expect(await completedAt(program, id)).toMatch(/Z$/);
  } finally {
    await program.stop();
  }
});

function simulator() {
  const started = startSimulator({ version: "5.1.0" });
  started.addTorrent();
  return Object.assign(started, { [Symbol.asyncDispose]: () => started.stop() });
}

async function enqueue(program: Program): Promise<string> {
  const { status, body } = await program.api("/api/execute?context=crash", { method: "POST" });
  expect(status).toBe(202);
  return String(at(body, "job_id"));
}

const jobs = async (program: Program): Promise<unknown> => at((await program.api("/api/stats")).body, "jobs");

const count = async (program: Program, status: string): Promise<unknown> => at(await jobs(program), status);

async function completedAt(program: Program, id: string): Promise<string> {
  return String(at((await program.api(`/api/jobs/${id}`)).body, "completed_at"));
}
