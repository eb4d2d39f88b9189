import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const everything = [
  "actions",
  "config",
  "engine",
  "errors.ts",
  "lib",
  "metrics",
  "qbittorrent",
  "queue",
  "rules",
  "server",
  "version.ts",
  "worker",
];

/** A folder or file of src/ with what it may import as values, besides itself; types are free. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  "main.ts": ["cli"],
  "app.ts": ["app", ...everything],
  // Parts of the composition root.
  app: everything,
  cli: ["config", "errors.ts", "lib", "rules", "version.ts"],
  // The one command that is the server. Commands are loaded by import() alone, see below.
  "cli/commands/serve.ts": ["app", "app.ts", "cli", "config", "lib"],
  // The one that knows what a server needs.
  "cli/commands/rules.ts": ["app/settings.ts", "cli", "config", "errors.ts", "lib", "rules"],
  // The one that tests rules, without a server.
  "cli/commands/test.ts": ["cli", "errors.ts", "rules", "ruletest"],
  // The one that speaks to qBittorrent itself.
  "cli/commands/hook.ts": ["app/settings.ts", "cli", "config", "errors.ts", "hook", "qbittorrent"],
  "cli/hook-view.ts": ["cli", "hook"],
  hook: ["qbittorrent/versions.ts"],
  // The one that looks at everything, also while there is no server.
  "cli/commands/doctor.ts": ["cli", "doctor", "lib", "version.ts"],
  doctor: ["app/settings.ts", "config", "errors.ts", "hook", "lib", "qbittorrent", "queue", "rules"],
  "cli/test-view.ts": ["cli", "ruletest"],
  ruletest: ["actions", "engine", "errors.ts", "lib", "rules"],
  server: ["errors.ts", "lib", "rules"],
  // It sees the others by their types alone, and they do not know that they are counted.
  metrics: [],
  worker: ["errors.ts", "lib", "queue"],
  engine: ["actions", "errors.ts", "lib", "qbittorrent", "rules"],
  rules: ["actions", "errors.ts", "lib", "qbittorrent/torrent.ts"],
  // What a torrent is, and not the client: actions describe requests and do not send them.
  actions: ["errors.ts", "lib", "qbittorrent/torrent.ts"],
  qbittorrent: ["errors.ts", "lib"],
  queue: ["errors.ts", "lib"],
  config: ["errors.ts", "lib"],
  lib: ["errors.ts"],
  "errors.ts": [],
  "version.ts": [],
};

interface Source {
  /** Below src/. */
  readonly path: string;
  readonly lines: number;
  /** Without types and comments. */
  readonly code: string;
  readonly imports: readonly Import[];
}

interface Import {
  /** Below src/, or the name of a package. */
  readonly target: string;
  readonly own: boolean;
  readonly lazy: boolean;
}

const sources = readSources();

test("every source belongs to a part that the table knows", () => {
  expect(sources.length).toBeGreaterThan(50);
  expect(sources.map(({ path }) => path).filter((path) => mayImport[partOf(path)] === undefined)).toEqual([]);
});

test("every part imports only what it may", () => {
  const strays = sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ target, own }) => own && !isAllowed(path, target))
      .map(({ target }) => `${path} imports ${target}`),
  );
  expect(strays).toEqual([]);
});

describe("the client stays small", () => {
  test("commands are loaded by import() only", () => {
    const eager = sources.flatMap(({ path, imports }) =>
      imports
        .filter(({ target, lazy }) => target.startsWith("cli/commands/") && !lazy)
        .map(({ target }) => `${path} imports ${target}`),
    );
    expect(eager).toEqual([]);
  });

  test("tests of rules load no client of qBittorrent, no queue and no server", () => {
    const loaded = [...loadedBy("main.ts", "cli/commands/test.ts")];
    expect(loaded).toContain("engine/plan.ts");
    const heavy =
      /^(app\.ts|qbittorrent\/(client|session|request)\.ts|(queue|server|worker)\/|bun:sqlite|ioredis|hono$|@logtape\/)/;
    expect(loaded.filter((target) => heavy.test(target))).toEqual([]);
  });

  test("submitting a job loads nothing of the server, and no parser of YAML", () => {
    const loaded = [...loadedBy("main.ts", "cli/commands/execute.ts")];
    expect(loaded).toContain("cli/submit.ts");
    expect(
      loaded.filter((target) => /^(app\.ts|(actions|engine|qbittorrent|queue|server|worker)\/)/.test(target)),
    ).toEqual([]);
    expect(loaded.filter((target) => /^(yaml|re2js|bun:sqlite|ioredis|@logtape\/.*)$/.test(target))).toEqual([]);
  });
});

describe("what belongs to the process or to Bun stays in its place", () => {
  test.each([
    ["process", /\bprocess\./],
    ["the system's clock", /\bDate\.now\b|new Date\(\)/],
    ["timers", /\bset(?:Timeout|Interval)\b/],
    ["the console", /\bconsole\.(?:log|error|warn|info|debug)\b/],
  ])("%s is used by main.ts and lib/ alone", (_, use) => {
    const users = sources.filter(({ code }) => use.test(code)).map(({ path }) => path);
    expect(users.filter((path) => path !== "main.ts" && !path.startsWith("lib/"))).toEqual([]);
  });

  test("Bun is known to the listener, the database driver, files of settings, the version shown, colours, widths, digests of keys, and memory given back", () => {
    const users = sources.filter(
      ({ code, imports }) => /\bBun\./.test(code) || imports.some(({ target }) => /^bun(?::|$)/.test(target)),
    );
    expect(users.map(({ path }) => path)).toEqual([
      "app/api.ts",
      "config/disk.ts",
      "lib/program-pages.ts",
      "lib/width.ts",
      "main.ts",
      "queue/sqlite/driver.ts",
      "server/key-ring.ts",
      "server/listen.ts",
    ]);
    const api = users.find(({ path }) => path === "app/api.ts");
    expect(api?.code.match(/\bBun\.\w+/g)).toEqual(["Bun.version"]);
  });
});

test("every source is one screen of ideas: at most 300 lines", () => {
  expect(sources.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([]);
});

function readSources(): Source[] {
  const transpiler = new Bun.Transpiler({ loader: "ts" });
  const paths = [...new Bun.Glob("**/*.ts").scanSync("src")].filter((path) => !path.endsWith(".d.ts")).toSorted();
  return paths.map((path) => {
    const text = readFileSync(join("src", path), "utf8");
    const imports = transpiler.scanImports(text).map((found) => ({
      own: found.path.startsWith("."),
      target: found.path.startsWith(".") ? normalize(join(dirname(path), found.path)) : found.path,
      lazy: found.kind === "dynamic-import",
    }));
    return { path, lines: text.trimEnd().split("\n").length, code: transpiler.transformSync(text), imports };
  });
}

/** The entry of the table that a file falls under. */
function partOf(path: string): string {
  return mayImport[path] === undefined ? (path.split("/")[0] ?? "") : path;
}

function isAllowed(path: string, target: string): boolean {
  const part = partOf(path);
  return [part, ...(mayImport[part] ?? [])].some((allowed) => target === allowed || target.startsWith(`${allowed}/`));
}

/** The entries and all that they import, directly or not, unless by import(). */
function loadedBy(...entries: readonly string[]): ReadonlySet<string> {
  const loaded = new Set(entries);
  for (const path of loaded) {
    const found = sources.find((source) => source.path === path)?.imports ?? [];
    for (const { target, lazy } of found) if (!lazy) loaded.add(target);
  }
  return loaded;
}
