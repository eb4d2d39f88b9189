import { describe, expect, test } from "bun:test";
import { answering, bench, protecting, rules } from "./support.ts";

const SEEDING = { progress: 1, stopped: false };
const BIG = "{field: info.size, operator: larger_than, value: 1 GB}";
const TAG = "{type: add_tag, params: {tag: seen}}";

const torrents = [
  {
    ...SEEDING,
    name: "wanted",
    size: 2e9,
    comment: "rare",
    webseeds: ["http://seed.example/"],
    connected: [{ ip: "10.0.0.1", port: 1, client: "rare", progress: 1 }],
  },
  { ...SEEDING, name: "other", size: 2e9 },
  { ...SEEDING, name: "small", size: 5, comment: "rare" },
];

const sources = [
  ["properties", "properties hash", "{field: properties.comment, operator: '==', value: rare}"],
  ["webseeds", "webseeds hash", "{field: webseeds.url, operator: contains, value: seed.example}"],
  ["peers", "sync/torrentPeers rid=0 hash", "{any_of: peers, where: {field: client, operator: '==', value: rare}}"],
] as const;

const times = (asked: readonly string[], start: string) => asked.filter((request) => request.startsWith(start)).length;

describe.each(sources)("%s", (_, request, condition) => {
  const path = request.split(" ")[0] ?? "";

  test("are asked for each torrent whose outcome hangs on them, and for no other", async () => {
    await using on = bench({ torrents, rules: rules(`a | ${condition}, ${BIG} | ${TAG}`) });
    const report = await on.run();
    expect(report.torrents.map(({ name }) => name)).toEqual(["wanted"]);
    expect(times(on.asked(), path)).toBe(2);
  });

  test("are asked for once for a torrent, however many rules hang on them", async () => {
    const list = rules(
      `a | ${condition} | ${TAG}`,
      `b | ${condition} | {type: stop}`,
      `c | {none: [${condition}]} | ${TAG}`,
    );
    await using on = bench({ torrents, rules: list });
    await on.run();
    expect(times(on.asked(), path)).toBe(3);
  });

  test("are asked for protection, where something would be destroyed", async () => {
    const gone = `gone | ${BIG} | {type: delete_torrent, params: {delete_files: false}}`;
    await using on = bench({ torrents, rules: rules(gone), book: { protect: protecting(condition) } });
    await on.run();
    expect([...on.simulator.torrents.values()].map(({ name }) => name)).toEqual(["wanted", "small"]);
    expect(times(on.asked(), path)).toBe(2);
  });

  test("of a torrent that has gone meanwhile are unknown", async () => {
    const before = answering(path.startsWith("sync") ? path : `torrents/${path}`, 404);
    await using on = bench({ torrents, rules: rules(`a | ${condition} | ${TAG}`), before });
    expect(await on.run()).toMatchObject({ actions_executed: 0, rules: [{ undecided: 3 }] });
  });
});

describe("what is asked of the server as a whole", () => {
  const connected = "{field: transfer.connection_status, operator: '==', value: connected}";
  const firewalled = "{field: transfer.connection_status, operator: '==', value: firewalled}";
  const queueing = "{field: app.queueing_enabled, operator: '==', value: false}";

  test("is asked once for all torrents", async () => {
    await using on = bench({ torrents, rules: rules(`a | ${firewalled}, ${queueing} | ${TAG}`) });
    const report = await on.run();
    expect(on.asked().toSorted()).toEqual(["addTags hashes tags=seen", "app/preferences", "info", "transfer/info"]);
    expect(report).toMatchObject({ actions_executed: 3, requests: { read: 5, write: 1 } });
  });

  test("is not asked where nothing hangs on it", async () => {
    const huge = "{field: info.size, operator: larger_than, value: 1 TB}";
    await using on = bench({ torrents, rules: rules(`a | ${connected}, ${queueing}, ${huge} | ${TAG}`) });
    await on.run();
    expect(on.asked()).toEqual(["info"]);
  });

  test("is not asked for want of torrents", async () => {
    await using on = bench({ torrents: [], rules: rules(`a | ${connected} | ${TAG}`) });
    await on.run();
    expect(on.asked()).toEqual(["info"]);
  });

  test("is asked before anything about single torrents, which it may spare", async () => {
    const byComment = "{field: properties.comment, operator: '==', value: rare}";
    await using on = bench({ torrents, rules: rules(`a | ${byComment}, ${connected} | ${TAG}`) });
    await on.run();
    expect(on.asked()).toEqual(["info", "transfer/info"]);
  });

  test("is asked anew by the next run", async () => {
    await using on = bench({ torrents, rules: rules(`a | ${queueing} | ${TAG}`) });
    expect(await on.run()).toMatchObject({ actions_executed: 3 });
    on.simulator.preferences["queueing_enabled"] = true;
    expect(await on.run()).toMatchObject({ rules_matched: 0 });
  });

  test("is asked for an action, too, where something stands against it if it destroys", async () => {
    const limit = (ratio: string) => rules(`a | ${BIG} | {type: set_share_limits, params: {ratio: ${ratio}}}`);
    const asks = async (ratio: string, protect?: ReturnType<typeof protecting>) => {
      await using on = bench({ torrents, rules: limit(ratio), book: { protect } });
      await on.run();
      return times(on.asked(), "app/preferences");
    };
    expect(await asks("2", protecting(BIG))).toBe(1);
    expect(await asks("unlimited", protecting(BIG))).toBe(0);
    expect(await asks("2")).toBe(0);
  });

  test("is the categories for a category on 5.3 where torrents are protected, and nothing otherwise", async () => {
    const sort = rules(`a | always | {type: set_category, params: {category: new}}`);
    const asked = async (protect?: ReturnType<typeof protecting>) => {
      await using on = bench({ version: "5.3.0", torrents, rules: sort, book: { protect } });
      await on.run();
      return on.asked().filter((request) => /ategor/.test(request));
    };
    const writes = [expect.stringMatching(/^createCategory category=new/), "setCategory hashes category=new"];
    expect(await asked()).toEqual(writes);
    expect(await asked(protecting(BIG))).toEqual(["categories", ...writes]);
  });
});

describe("no more than four requests are under way at once", () => {
  test("and as many as that where there is enough to ask", async () => {
    let [now, most] = [0, 0];
    await using on = bench({
      torrents: Array.from({ length: 25 }, () => SEEDING),
      rules: rules(`a | {field: properties.comment, operator: '==', value: rare} | ${TAG}`),
      before: (path) => {
        if (path.startsWith("torrents/properties")) most = Math.max(most, ++now);
        return undefined;
      },
      after: (path) => {
        if (path.startsWith("torrents/properties")) now--;
      },
    });
    await on.run();
    expect(times(on.asked(), "properties")).toBe(25);
    expect(most).toBe(4);
  });
});

describe("a job for one torrent", () => {
  const byTracker = "{field: trackers.host, operator: '==', value: one.example}";

  test.each(["4.2.5", "4.5.2", "5.1.0", "5.3.0"] as const)(
    "reads at most three times on %s, and once when it is known",
    async (version) => {
      await using on = bench({ version, torrents, rules: rules(`a | ${BIG} | ${TAG}`) });
      const [hash = ""] = on.simulator.torrents.keys();
      expect((await on.run({ hash })).requests).toEqual({ read: 3, write: 1 });
      await on.engine.look();
      expect((await on.run({ hash })).requests).toEqual({ read: 1, write: 0 });
    },
  );

  test("has what the rules name come along, where the server can", async () => {
    await using on = bench({ version: "5.1.0", torrents, rules: rules(`a | ${byTracker} | ${TAG}`) });
    const [hash = ""] = on.simulator.torrents.keys();
    await on.run({ hash });
    expect(on.asked()).toEqual(["info includeTrackers=true hashes"]);
  });

  test("asks one time more where it cannot", async () => {
    await using on = bench({ version: "4.5.2", torrents, rules: rules(`a | ${byTracker} | ${TAG}`) });
    const [hash = ""] = on.simulator.torrents.keys();
    await on.run({ hash });
    expect(on.asked()).toEqual(["info hashes", "trackers hash"]);
  });
});
