import { describe, expect, test } from "bun:test";
import { answering, bench, protecting, rules } from "./support.ts";

const SEEDING = { progress: 1, stopped: false };
const WORKING = {
  url: "http://tracker.example/announce",
  tier: 0,
  status: 2,
  msg: "",
  seeds: 1,
  peers: 1,
  leeches: 0,
  downloaded: 1,
};
const BY_TRACKER = "{field: trackers.host, operator: '==', value: tracker.example}";
const BY_FILE = "{field: files.name, operator: matches, value: '[.]exe$'}";
const BIG = "{field: info.size, operator: larger_than, value: 1 GB}";
const TAG = "{type: add_tag, params: {tag: seen}}";

const torrents = [
  { ...SEEDING, name: "big one", size: 2e9, trackers: [WORKING] },
  { ...SEEDING, name: "big two", size: 2e9, trackers: ["http://elsewhere.example/announce"] },
  { ...SEEDING, name: "small", size: 5, trackers: [WORKING], files: [{ name: "setup.exe", size: 5, progress: 1 }] },
];

describe("what the list does not bring (4.5)", () => {
  const version = "4.5.2";

  test("is fetched only for the torrents whose outcome hangs on it", async () => {
    await using on = bench({ version, torrents, rules: rules(`a | ${BY_TRACKER}, ${BIG} | ${TAG}`) });
    const report = await on.run();
    expect(on.asked()).toEqual(["info", "trackers hash", "trackers hash", "addTags hashes tags=seen"]);
    expect(report.torrents.map(({ name }) => name)).toEqual(["big one"]);
    expect(report.requests).toEqual({ read: 5, write: 1 });
  });

  test("is fetched once for a torrent, however many rules ask about it", async () => {
    const other = "{field: trackers.host, operator: '!=', value: tracker.example}";
    await using on = bench({
      version,
      torrents,
      rules: rules(
        `a | ${BY_TRACKER} | ${TAG}`,
        `b | ${BY_TRACKER}, ${BIG} | {type: stop}`,
        `c | ${other} | {type: stop}`,
      ),
    });
    await on.run();
    expect(on.asked().filter((request) => request === "trackers hash")).toHaveLength(3);
  });

  test("comes in waves: files only where the trackers have not settled it", async () => {
    await using on = bench({ version, torrents, rules: rules(`a | ${BY_FILE}, ${BY_TRACKER} | ${TAG}`) });
    const report = await on.run();
    const asked = on.asked();
    expect(asked.filter((request) => request === "trackers hash")).toHaveLength(3);
    expect(asked.filter((request) => request === "files hash")).toHaveLength(2);
    expect(report.torrents.map(({ name }) => name)).toEqual(["small"]);
  });

  test("is not fetched at all when no rule that runs names it", async () => {
    await using on = bench({ version, torrents, rules: rules(`a | ${BIG} | ${TAG}`) });
    await on.run();
    expect(on.asked()).toEqual(["info", "addTags hashes tags=seen"]);
  });

  test("of a torrent that has gone meanwhile is unknown: nothing is done, and the report says for want of what", async () => {
    const before = answering("torrents/trackers", 404);
    await using on = bench({
      version,
      torrents: torrents.slice(0, 1),
      rules: rules(`a | ${BY_TRACKER} | ${TAG}`),
      before,
    });
    const report = await on.run();
    expect(report).toMatchObject({ actions_executed: 0, rules: [{ name: "a", matched: 0, undecided: 1 }] });
    expect(report.undecided).toMatchObject([{ rule: "a", name: "big one", unknown: ["trackers.host"] }]);
  });
});

describe("a server that can send it with the list", () => {
  test("5.1 sends the trackers along, so that none is asked for one by one", async () => {
    await using on = bench({ version: "5.1.0", torrents, rules: rules(`a | ${BY_TRACKER} | ${TAG}`) });
    await on.run();
    expect(on.asked()).toEqual(["info includeTrackers=true", "addTags hashes tags=seen"]);
  });

  test("5.3 sends the files along, too", async () => {
    await using on = bench({ version: "5.3.0", torrents, rules: rules(`a | ${BY_TRACKER}, ${BY_FILE} | ${TAG}`) });
    await on.run();
    expect(on.asked()).toEqual(["info includeTrackers=true includeFiles=true", "addTags hashes tags=seen"]);
  });

  test("sends along what is asked about each of a list, and what protection asks", async () => {
    const none = "{none_of: files, where: {field: size, operator: larger_than, value: 1 GB}}";
    const protect = protecting(BY_TRACKER);
    await using on = bench({ version: "5.3.0", torrents, rules: rules(`a | ${none} | ${TAG}`), book: { protect } });
    await on.run({ dryRun: true });
    expect(on.asked()).toEqual(["info includeTrackers=true includeFiles=true"]);
  });

  test("is not asked for what only rules for other jobs name", async () => {
    const list = rules(`a | ${BIG} | ${TAG}`, `b | ${BY_FILE} | ${TAG}`).map((rule) =>
      rule.name === "b" ? { ...rule, contexts: ["nightly"] } : rule,
    );
    await using on = bench({ version: "5.3.0", torrents, rules: list });
    await on.run({ dryRun: true });
    await on.run({ dryRun: true, context: "nightly" });
    expect(on.asked()).toEqual(["info", "info includeFiles=true"]);
  });

  test("is not asked for more than the rules name", async () => {
    await using on = bench({ version: "5.3.0", torrents, rules: rules(`a | ${BY_FILE} | ${TAG}`) });
    await on.run();
    expect(on.asked()).toEqual(["info includeFiles=true", "addTags hashes tags=seen"]);
  });
});

test("a failure ends the fetching: what is under way is waited for, and nothing more is asked for", async () => {
  const seen = { asked: 0, answered: 0 };
  await using on = bench({
    version: "4.5.2",
    torrents: Array.from({ length: 40 }, () => ({ ...SEEDING, trackers: [WORKING] })),
    rules: rules(`a | ${BY_TRACKER} | ${TAG}`),
    before: (path) => {
      if (!path.startsWith("torrents/trackers")) return undefined;
      seen.asked++;
      return seen.asked === 2 ? new Response("", { status: 500 }) : undefined;
    },
    after: (path) => {
      if (path.startsWith("torrents/trackers")) seen.answered++;
    },
  });
  expect(await on.run().catch(({ message }) => message)).toContain("status 500");
  const atOnce = { ...seen };
  expect(atOnce.answered).toBe(atOnce.asked);
  expect(atOnce.asked).toBeLessThan(9);
  await Bun.sleep(50);
  expect(seen).toEqual(atOnce);
});
