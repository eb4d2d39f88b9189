import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { chmodSync, copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { AppError } from "../../../src/errors.ts";
import { systemClock } from "../../../src/lib/clock.ts";
import { openQueue } from "../../../src/queue/open.ts";
import { schemaVersion } from "../../../src/queue/sqlite/migrations.ts";
import { tempFolder } from "../../support/temp.ts";
import { refusalOf } from "./support.ts";

const open = (sqlitePath: string) => openQueue({ backend: "sqlite", sqlitePath, clock: systemClock });

/** Every refusal to open says which file, and names the setting or the file to go back to. */
async function refused(path: string): Promise<AppError> {
  const error = await refusalOf(open(path));
  expect(error.code).toBe("queue_unavailable");
  expect(error.message).toContain(path);
  expect(error.hint).toBeDefined();
  return error;
}

function write(path: string, ...statements: string[]): void {
  using database = new Database(path);
  for (const statement of statements) database.run(statement);
}

test("an empty file is a new queue", async () => {
  using folder = tempFolder();
  writeFileSync(folder.file("queue.db"), "");
  const queue = await open(folder.file("queue.db"));
  expect((await queue.list({ limit: 1, offset: 0 })).total).toBe(0);
  await queue.close();
  expect(readdirSync(folder.path)).toEqual(["queue.db"]);
});

test("a file is a file, whatever its name means to SQLite", async () => {
  using folder = tempFolder();
  for (const name of [":memory:", "a?mode=memory", "käse #1.db"]) {
    await (await open(folder.file(name))).close();
    expect(readdirSync(folder.path)).toContain(name);
  }
});

test("a second server is refused at once", async () => {
  using folder = tempFolder();
  const queue = await open(folder.file("queue.db"));
  const error = await refused(folder.file("queue.db"));
  expect(error.message).toEndWith("is in use by another server");
  expect(error.hint).toContain("queue.sqlite_path");
  await queue.close();
  await (await open(folder.file("queue.db"))).close();
  expect(readdirSync(folder.path)).toEqual(["queue.db"]);
});

test("what is no database is refused and left as it is", async () => {
  using folder = tempFolder();
  const path = folder.file("notes.txt");
  for (const content of ["hello", "# my notes\n".repeat(2000)]) {
    writeFileSync(path, content);
    expect((await refused(path)).message).toEndWith("is not an SQLite database");
    expect(readFileSync(path, "utf8")).toBe(content);
  }
});

test("the database of another program is refused and left as it is", async () => {
  using folder = tempFolder();
  for (const mode of ["delete", "wal"]) {
    const path = folder.file(`${mode}.db`);
    write(path, `PRAGMA journal_mode = ${mode}`, "CREATE TABLE jobs (id)", "INSERT INTO jobs VALUES (1)");
    const before = readFileSync(path);
    expect((await refused(path)).message).toEndWith("it is a database of another program");
    expect(readFileSync(path)).toEqual(before);
  }
});

test("so is one that its program is using, or left behind in a crash", async () => {
  using folder = tempFolder();
  const [path, crashed] = [folder.file("live.db"), folder.file("crashed.db")];
  using other = new Database(path);
  for (const sql of ["PRAGMA journal_mode = WAL", "CREATE TABLE cats (id)"]) other.run(sql);
  for (const suffix of ["", "-wal"]) copyFileSync(path + suffix, crashed + suffix);
  for (const file of [path, crashed]) {
    const before = [readFileSync(file), readFileSync(`${file}-wal`)];
    expect((await refused(file)).message).toEndWith("it is a database of another program");
    expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before);
  }
});

test("a damaged queue is refused and left as it is", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await (await open(path)).close();
  const damaged = readFileSync(path).fill(0xff, 100, 8192);
  writeFileSync(path, damaged);
  expect((await refused(path)).message).toEndWith("is damaged");
  expect(readFileSync(path)).toEqual(damaged);
});

test("a queue of a newer version is refused and left as it is", async () => {
  using folder = tempFolder();
  const path = folder.file("queue.db");
  await (await open(path)).close();
  write(path, `INSERT INTO schema_version (version) VALUES (${schemaVersion + 1})`);
  const before = readFileSync(path);
  const error = await refused(path);
  expect(error.message).toContain(`a newer qbt-rules wrote it (schema version ${schemaVersion + 1}`);
  expect(error.hint).toContain(`queue.db.v${schemaVersion}.bak`);
  expect(readFileSync(path)).toEqual(before);
});

test("a place where no file can be is refused with the reason", async () => {
  using folder = tempFolder();
  mkdirSync(folder.file("folder"));
  writeFileSync(folder.file("file"), "");
  const reasons = {
    folder: "it is a folder, not a file",
    "missing/queue.db": `${folder.file("missing")} does not exist`,
    "file/queue.db": `${folder.file("file")} is not a folder`,
  };
  for (const [name, reason] of Object.entries(reasons)) {
    const error = await refused(folder.file(name));
    expect(error.message).toEndWith(`cannot be opened: ${reason}`);
    expect(error.hint).toContain("queue.sqlite_path");
    expect(error.hint?.startsWith("create the folder, or ")).toBe(name.startsWith("missing/"));
  }
  expect(readdirSync(folder.path).toSorted()).toEqual(["file", "folder"]);
});

test("a folder or file without permission to write is refused with the reason", async () => {
  using folder = tempFolder();
  writeFileSync(folder.file("queue.db"), "");
  chmodSync(folder.file("queue.db"), 0o444);
  chmodSync(folder.path, 0o777);
  expect(openUnprivileged(folder.file("queue.db"))).toContain("this program may not read and write it");
  chmodSync(folder.path, 0o555);
  expect(openUnprivileged(folder.file("new.db"))).toContain(`cannot be opened: ${folder.path} may not be written`);
  chmodSync(folder.path, 0o777);
  expect(readdirSync(folder.path)).toEqual(["queue.db"]);
});

function openUnprivileged(path: string): string {
  const script = fileURLToPath(import.meta.resolve("./processes/unprivileged.ts"));
  return Bun.spawnSync([process.execPath, script, path]).stdout.toString();
}
