import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { type AppError, describe as describeError } from "../../src/errors.ts";
import { type Logging, configureLogging } from "../../src/lib/log.ts";
import { type RulesFile, createRulesStore } from "../../src/rules/store.ts";

const rules = (...names: readonly string[]) =>
  JSON.stringify({ rules: names.map((name) => ({ name, match_all: true, actions: [{ type: "stop" }] })) });

const BROKEN = "rules: [{name: x}]";

/** A file in memory, with a stamp like the one of a disk: it changes with the text, and only then. */
function fileOf(text: string) {
  let current: string | Error = text;
  let reads = 0;
  const get = async () => {
    if (current instanceof Error) throw current;
    return current;
  };
  const file: RulesFile = {
    path: "rules.yml",
    stamp: async () => String(Bun.hash(await get())),
    read: async () => {
      reads += 1;
      return await get();
    },
  };
  return {
    file,
    write: (next: string | Error) => {
      current = next;
    },
    reads: () => reads,
  };
}

let lines: string[];
let logging: Logging;

beforeEach(() => {
  const written: string[] = [];
  lines = written;
  logging = configureLogging({
    level: "INFO",
    fileIsExplicit: false,
    secrets: [],
    console: (line) => void written.push(line),
  });
});

afterEach(() => logging.close());

async function start(text: string) {
  const source = fileOf(text);
  const store = createRulesStore(source.file, logging.log);
  await store.load();
  return { ...source, store };
}

const thrownBy = async (promise: Promise<unknown>): Promise<AppError> =>
  await promise.then(
    () => {
      throw new Error("nothing was thrown");
    },
    (thrown: AppError) => thrown,
  );

describe("at the start", () => {
  test("given good rules, they are the current ones, and warnings come back", async () => {
    const { store } = await start(rules("a", "b"));
    expect((await store.current()).book.rules.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(store.state()).toEqual({ count: 2, error: null });
    const warned = createRulesStore(fileOf("rules: []").file, logging.log);
    expect(await warned.load()).toEqual([expect.objectContaining({ message: "there are no rules" })]);
  });

  test("given broken rules, every problem is told", async () => {
    const store = createRulesStore(fileOf("rules: [{name: x}, {actions: 5}]").file, logging.log);
    const error = await thrownBy(store.load());
    expect(error.code).toBe("rules");
    expect(error.problems.map(({ where }) => where)).toEqual(["rules.yml:1:9", "rules.yml:1:20", "rules.yml:1:30"]);
  });

  test("given no file, the error says which setting names it", async () => {
    const { file, write } = fileOf("");
    write(new Error("ENOENT: no such file"));
    const error = await thrownBy(createRulesStore(file, logging.log).load());
    expect(describeError(error)).toMatch(/rules\.yml: ENOENT[^]*QBT_RULES_RULES_FILE/);
  });
});

describe("while running", () => {
  test("an unchanged file is read only once", async () => {
    const { store, reads } = await start(rules("a"));
    await store.current();
    await store.current();
    expect(reads()).toBe(1);
  });

  test("a changed file is read again, and the log says so", async () => {
    const { store, write } = await start(rules("a"));
    write(rules("a", "b"));
    expect(await store.current()).toEqual({
      book: expect.objectContaining({ rules: [expect.anything(), expect.anything()] }),
    });
    expect(lines).toEqual([expect.stringContaining("Rules read again")]);
  });

  test("what is doubtful in a changed file is logged", async () => {
    const { store, write } = await start(rules("a"));
    write("rules: []");
    await store.current();
    expect(lines.at(-1)).toContain('warning="there are no rules" where=rules.yml:1:8');
  });

  test("broken by an edit, the last good rules go on without destroying, told once", async () => {
    const { store, write } = await start(rules("a"));
    write(BROKEN);
    const current = await store.current();
    await store.current();
    expect(current.book.rules.map(({ name }) => name)).toEqual(["a"]);
    expect(current.withhold).toBe(
      "the rules file has mistakes, which --validate shows: until that is mended the rules run as they were before, and nothing is deleted or moved",
    );
    expect(store.state().error).toContain('a rule needs "actions"');
    expect(lines).toHaveLength(1);
  });

  test("gone after it was broken, the warning is of the file that is gone", async () => {
    const { store, write } = await start(rules("a"));
    write(BROKEN);
    await store.current();
    write(Object.assign(new Error("ENOENT"), { code: "ENOENT" }));
    expect((await store.current()).withhold).toContain("is missing");
    write(BROKEN);
    expect((await store.current()).withhold).toContain("has mistakes");
  });

  test("broken in another way by the next edit, that is told, too", async () => {
    const { store, write } = await start(rules("a"));
    write(BROKEN);
    await store.current();
    write("rules: 7");
    await store.current();
    expect(lines).toHaveLength(2);
  });

  test.each([
    ["with new rules", rules("b"), "b"],
    ["with the very rules of before", rules("a"), "a"],
  ])("mended %s, deleting is allowed again", async (_, text, name) => {
    const { store, write } = await start(rules("a"));
    write(BROKEN);
    await store.current();
    write(text);
    const current = await store.current();
    expect(current.book.rules.map((rule) => rule.name)).toEqual([name]);
    expect(current.withhold).toBeUndefined();
    expect(store.state().error).toBeNull();
  });

  test.each([
    ["gone", "ENOENT", "the rules file is missing"],
    ["unreadable", "EACCES", "the rules file cannot be read"],
  ])("%s, the last good rules go on without destroying, until it is as it was", async (_, code, why) => {
    const withhold = `${why}: until that is mended the rules run as they were before, and nothing is deleted or moved`;
    const { store, write } = await start(rules("a"));
    write(Object.assign(new Error(`${code}: the system's own words`), { code }));
    expect((await store.current()).withhold).toBe(withhold);
    expect((await store.current()).withhold).toBe(withhold);
    expect(store.state().error).toContain(code);
    expect(lines).toHaveLength(1);
    write(rules("a"));
    expect((await store.current()).withhold).toBeUndefined();
  });
});
