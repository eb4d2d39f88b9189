import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { tempFolder } from "../support/temp.ts";

const SCRIPT = fileURLToPath(import.meta.resolve("./processes/unprivileged.ts"));

test.each([
  ["a folder that is closed to us", "hook", 0o000, "hook/config.yml"],
  ["a config.yml that is closed to us", "hook/config.yml", 0o000, "hook/config.yml"],
  ["a program that others may execute", "qbt-rules", 0o010, "qbt-rules"],
  ["a program below a folder that is closed to us", "bin", 0o000, "bin/qbt-rules"],
])("%s may be open to the user of qBittorrent, and is no mistake", async (_, closed, mode, named) => {
  using folder = tempFolder();
  chmodSync(folder.path, 0o755);
  for (const name of ["hook", "bin"]) mkdirSync(folder.file(name));
  for (const name of ["qbt-rules", "bin/qbt-rules"]) writeFileSync(folder.file(name), "", { mode: 0o755 });
  writeFileSync(folder.file("hook/config.yml"), "client: {api_key: a-key-0123456789abcdef}\n");
  chmodSync(folder.file(closed), mode);
  const [program, hook] = [folder.file(named.endsWith("qbt-rules") ? named : "qbt-rules"), folder.file("hook")];
  const child = Bun.spawn([process.execPath, SCRIPT, program, hook], { stdout: "pipe" });
  const faults = await new Response(child.stdout).text();
  chmodSync(folder.file(closed), 0o755);
  expect(JSON.parse(faults)).toEqual([
    {
      state: "warning",
      problem: {
        message: `${folder.file(named)} is closed to this user`,
        hint: `right if it is open to the user that qBittorrent runs as; to see, as that user: sudo -u USER ${program} --config-dir ${hook} --context on_added --dry-run`,
      },
    },
  ]);
});
