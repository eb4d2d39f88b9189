import { expect, test } from "bun:test";

const transpiler = new Bun.Transpiler({ loader: "ts" });

/** Everything that loading the module loads at once, lazy imports apart. */
async function loadedBy(url: URL, seen = new Set<string>()): Promise<Set<string>> {
  seen.add(url.pathname);
  for (const { path, kind } of transpiler.scanImports(await Bun.file(url).text())) {
    if (kind !== "import-statement") continue;
    if (!path.startsWith(".")) seen.add(path);
    else if (!seen.has(new URL(path, url).pathname)) await loadedBy(new URL(path, url), seen);
  }
  return seen;
}

test("a client call without a config.yml loads no package at all, the YAML parser least of all", async () => {
  const loaded = await loadedBy(new URL("../../src/config/load.ts", import.meta.url));
  expect([...loaded].filter((path) => !path.startsWith("/"))).toEqual([]);
});

test("neither does a webhook call, the client of the API least of all: node:util alone takes four milliseconds", async () => {
  const loaded = await Promise.all(
    ["main.ts", "cli/commands/execute.ts"].map((path) => loadedBy(new URL(`../../src/${path}`, import.meta.url))),
  );
  expect(loaded.flatMap((paths) => [...paths].filter((path) => !path.startsWith("/")))).toEqual([]);
});
