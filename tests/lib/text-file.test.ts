import { renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { expect, test } from "bun:test";
import { textFile } from "../../src/lib/text-file.ts";
import { tempFolder } from "../support/temp.ts";

const NOON = new Date("2026-01-01T12:00:00Z");

/** A file of a known age, so that nothing depends on how fast the test runs. */
function written(path: string, text: string, time = NOON): void {
  writeFileSync(path, text);
  utimesSync(path, time, time);
}

test("the text is read as it is", async () => {
  using folder = tempFolder();
  written(folder.file("rules.yml"), "rules: [] # Käse\n");
  expect(await textFile(folder.file("rules.yml")).read()).toBe("rules: [] # Käse\n");
});

test("the stamp stays the same as long as nobody writes", async () => {
  using folder = tempFolder();
  const file = textFile(folder.file("rules.yml"));
  written(file.path, "a");
  expect(await file.stamp()).toBe(await file.stamp());
});

test("the stamp changes with the time of writing, with the length, and with another file put in its place", async () => {
  using folder = tempFolder();
  const file = textFile(folder.file("rules.yml"));
  written(file.path, "same");
  const stamps = [await file.stamp()];
  written(file.path, "same", new Date(NOON.getTime() + 1));
  stamps.push(await file.stamp());
  written(file.path, "longer");
  stamps.push(await file.stamp());
  written(folder.file("new"), "longer");
  renameSync(folder.file("new"), file.path);
  stamps.push(await file.stamp());
  expect(new Set(stamps).size).toBe(4);
});

test("a file that is not there is an error, for both", async () => {
  using folder = tempFolder();
  const file = textFile(folder.file("rules.yml"));
  written(file.path, "a");
  rmSync(file.path);
  for (const work of [file.stamp, file.read]) {
    expect(await work().catch((thrown: unknown) => thrown)).toMatchObject({ code: "ENOENT" });
  }
});
