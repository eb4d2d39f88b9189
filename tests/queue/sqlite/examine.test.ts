import { expect, test } from "bun:test";
import { Database } from "bun:sqlite";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { systemClock } from "../../../src/lib/clock.ts";
import { examineQueue } from "../../../src/queue/examine.ts";
import { openQueue } from "../../../src/queue/open.ts";
import { type TempFolder, tempFolder } from "../../support/temp.ts";

const open = (sqlitePath: string) => openQueue({ backend: "sqlite", sqlitePath, clock: systemClock });

const job = { context: "a", hash: null, dryRun: false, trace: false };

/** The state found, after it was seen that the folder is as it was, to the last byte. */
async function examined(folder: TempFolder, name = "queue.db"): Promise<string> {
  const before = contents(folder);
  const found = await examineQueue({ backend: "sqlite", sqlitePath: folder.file(name) }, Date.now());
  expect(contents(folder)).toEqual(before);
  return found.state === "unusable" ? found.error.message.replace(folder.path, "") : `${found.state}: ${found.about}`;
}

const contents = ({ path }: TempFolder) =>
  Object.fromEntries(
    readdirSync(path).map((name) => {
      const file = `${path}/${name}`;
      return [name, statSync(file).isFile() ? Bun.hash(readFileSync(file)) : "folder"];
    }),
  );

test("a file that is not there yet can be made, and is not made", async () => {
  using folder = tempFolder();
  expect(await examined(folder)).toBe(`usable: ${folder.file("queue.db")} is not there yet, and can be made`);
});

test("the file of a server that was stopped is whole", async () => {
  using folder = tempFolder();
  const queue = await open(folder.file("queue.db"));
  await queue.enqueue(job);
  await queue.close();
  expect(await examined(folder)).toBe(`usable: ${folder.file("queue.db")} is whole, and can be written`);
});

test("a name that means something in a URL is that of a file", async () => {
  using folder = tempFolder();
  const name = "my queue?immutable=0#1%20.db";
  await (await open(folder.file(name))).close();
  expect(await examined(folder, name)).toBe(`usable: ${folder.file(name)} is whole, and can be written`);
});

test("the file of a server that runs is in use, also after it was looked at, and the server goes on", async () => {
  using folder = tempFolder();
  const script = fileURLToPath(import.meta.resolve("./processes/busy.ts"));
  await using busy = Bun.spawn([process.execPath, script, folder.file("queue.db")], { stdout: "pipe" });
  const reader = busy.stdout.getReader();
  await reader.read();
  const look = () => examineQueue({ backend: "sqlite", sqlitePath: folder.file("queue.db") }, Date.now());
  const held = { state: "in use" as const, about: `${folder.file("queue.db")} is in use by a server` };
  expect([await look(), await look()]).toEqual([held, held]);
  expect(readdirSync(folder.path).toSorted()).toEqual(["queue.db", "queue.db-wal"]);
  expect((await reader.read()).done).toBe(false);
  busy.kill("SIGKILL");
  await busy.exited;
  expect(await examined(folder)).toContain("usable: ");
  expect(await examined(folder)).toContain("a server that died has left work in it");
});

test("a server can open the file right after it was looked at", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await (await open(path)).close();
  await examined(folder);
  const queue = await open(path);
  expect((await queue.enqueue(job)).status).toBe("pending");
  await queue.close();
});

test.each<[what: string, prepare: (folder: TempFolder) => void, name: string, says: string]>([
  ["a folder in its place", (folder) => mkdirSync(folder.file("queue.db")), "queue.db", "it is a folder, not a file"],
  ["a folder that is missing", () => {}, "gone/queue.db", "/gone does not exist"],
  [
    "a file in place of the folder",
    (folder) => writeFileSync(folder.file("gone"), ""),
    "gone/queue.db",
    "/gone is not a folder",
  ],
  [
    "what is no database",
    (folder) => writeFileSync(folder.file("queue.db"), "notes ".repeat(500)),
    "queue.db",
    "is not an SQLite database",
  ],
  [
    "the database of another program",
    (folder) => {
      using db = new Database(folder.file("queue.db"));
      db.run("CREATE TABLE films (name TEXT)");
    },
    "queue.db",
    "it is a database of another program",
  ],
])("%s is told as a server would", async (_, prepare, name, says) => {
  using folder = tempFolder();
  prepare(folder);
  const told = await examined(folder, name);
  expect(told).toContain(says);
  const refusal = await open(folder.file(name)).then(
    () => "it was opened",
    (error: Error) => error.message.replace(folder.path, ""),
  );
  expect(refusal).toBe(told);
});

test("a damaged file is told of", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  const queue = await open(path);
  for (let n = 0; n < 50; n++) await queue.enqueue({ ...job, context: "x".repeat(400) });
  await queue.close();
  cpSync(path, folder.file("copy.db"));
  const bytes = readFileSync(path);
  bytes.fill(0xff, 4_096 * 3, 4_096 * 9);
  writeFileSync(path, bytes);
  expect(await examined(folder)).toContain("it is damaged");
  expect(await examined(folder, "copy.db")).toContain("is whole");
});
