import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { serverKeys, serverRequired } from "../../src/app/settings.ts";
import { parseCommandLine } from "../../src/cli/parse.ts";
import { parseDuration } from "../../src/lib/units.ts";
import { load } from "../config/disk.ts";

const FILE = "examples/systemd/qbt-rules.service";
const KEY = "0123456789abcdef0123456789abcdef";

/** The unit's settings by name, without its comments; one that is given several times has several values. */
const unit = Map.groupBy(
  readFileSync(FILE, "utf8")
    .split("\n")
    .filter((line) => /^\w+=/.test(line))
    .map((line) => ({ name: line.slice(0, line.indexOf("=")), value: line.slice(line.indexOf("=") + 1) })),
  ({ name }) => name,
);

const valuesOf = (name: string): readonly string[] => (unit.get(name) ?? []).map(({ value }) => value);
const valueOf = (name: string): string => valuesOf(name).join(" ");

/** The settings that the server starts with, where the folder has a config.yml with no more than it must. */
function started() {
  const [, ...args] = valueOf("ExecStart").split(" ");
  const { mode, values } = parseCommandLine(args);
  const files = { [`${values["config-dir"]}/config.yml`]: `server: {api_key: ${KEY}}\n` };
  const env = Object.fromEntries(valuesOf("Environment").map((line) => line.split("=")));
  return { mode, loading: load({ flags: values, env, files, keys: serverKeys, required: serverRequired }) };
}

describe(FILE, () => {
  test("starts the server with flags and settings that there are", async () => {
    const { mode, loading } = started();
    const { settings, warnings } = await loading;
    expect(mode).toBe("serve");
    expect(warnings).toEqual([]);
    expect(settings["server.api_key"]).toEqual([KEY]);
  });

  test("lets the server write where it writes, and nowhere else", async () => {
    const { settings } = await started().loading;
    expect(valueOf("ProtectSystem")).toBe("strict");
    const folder = `/var/lib/${valueOf("StateDirectory")}/`;
    expect(settings["queue.sqlite_path"]).toStartWith(folder);
    expect(settings["logging.file"]).toStartWith(folder);
    expect(settings["rules.file"]).not.toStartWith(folder);
  });

  test("has what it reads again read again, by the signal that the server takes", () => {
    expect(valueOf("ExecReload")).toBe("/bin/kill -HUP $MAINPID");
  });

  test("waits longer for the end than the running job may take", async () => {
    const { settings } = await started().loading;
    const wait = parseDuration(valueOf("TimeoutStopSec"));
    expect(wait.ok && wait.value * 1000).toBeGreaterThan(settings["server.shutdown_grace"]);
  });

  test("does not forbid what the runtime needs", () => {
    expect([valuesOf("MemoryDenyWriteExecute"), valuesOf("ProcSubset")]).toEqual([[], []]);
  });
});
