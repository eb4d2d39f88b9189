import { describe, expect, test } from "bun:test";
import { planTorrent, type TorrentPlan } from "../../src/engine/plan.ts";
import { prepare } from "../../src/engine/prepare.ts";
import { toProperties } from "../../src/qbittorrent/properties.ts";
import type { Torrent } from "../../src/qbittorrent/torrent.ts";
import { NOW, aServer } from "../support/builders.ts";
import { outcomes, planOf as plan, rules, torrent } from "./support.ts";

const writes = (made: TorrentPlan) => made.writes.map(({ write }) => write);

const TAGGED = "{field: info.tags, operator: contains, value: seen}";
const ALWAYS = "always";
const ADD = "{type: add_tag, params: {tag: seen}}";
const DELETE = "{type: delete_torrent, params: {delete_files: false}}";
const HUGE = "{field: info.size, operator: larger_than, value: 1 TB}";
/** Not known, since the row has no such field. */
const UNKNOWN = "{field: info.popularity, operator: '>', value: 1}";

/** What becomes of a delete that reads a field, after an undecided rule with an action. */
const lastOf = (action: string, field: string) =>
  outcomes(
    plan(torrent({ category: "old" }), rules(`keep | ${UNKNOWN} | ${action}`, `gone | {field: ${field}} | ${DELETE}`)),
  ).at(-1);

describe("the effects of earlier rules", () => {
  test("are seen by later ones", () => {
    const made = plan(torrent(), rules(`first | ${ALWAYS} | ${ADD}`, `second | ${TAGGED} | {type: stop}`));
    expect(made.matched.map(({ name }) => name)).toEqual(["first", "second"]);
    expect(writes(made)).toEqual([{ kind: "add_tags", tags: ["seen"] }, { kind: "stop" }]);
  });

  test("are seen in the properties as well, which say some of it by the same names", () => {
    const properties = toProperties({ save_path: "/old", up_limit: 5, total_size: 1 });
    const subject = { ...torrent({ save_path: "/old", up_limit: 5 }), properties };
    const made = plan(
      subject,
      rules(
        `first | ${ALWAYS} | {type: set_upload_limit, params: {limit: 1000}}, {type: set_location, params: {path: /new}}`,
        `slow | {field: properties.up_limit, operator: '==', value: 5} | ${ADD}`,
        `fast | {field: properties.up_limit, operator: '==', value: 1000} | ${ADD}`,
        `old | {field: properties.save_path, operator: '==', value: /old} | ${ADD}`,
      ),
    );
    expect(made.matched.map(({ name }) => name)).toEqual(["first", "fast"]);
    expect(made.undecided.map(({ rule }) => rule.name)).toEqual(["old"]);
  });

  test("are not seen by rules before them", () => {
    const made = plan(torrent(), rules(`first | ${TAGGED} | {type: stop}`, `second | ${ALWAYS} | ${ADD}`));
    expect(made.matched.map(({ name }) => name)).toEqual(["second"]);
  });

  test("leave the torrent that came in as it was", () => {
    const before = torrent();
    plan(before, rules(`first | ${ALWAYS} | ${ADD}, {type: stop}`));
    expect(before).toEqual(torrent());
  });

  describe("do not reach what was kept of the torrent before them", () => {
    const ADD_LATE = "{type: add_tag, params: {tag: late}}";

    test("by a rule that could not be decided", () => {
      const made = plan(
        torrent({ tags: "" }),
        rules(`first | ${ALWAYS} | ${ADD}`, `open | ${UNKNOWN} | {type: stop}`, `last | ${ALWAYS} | ${ADD_LATE}`),
      );
      expect(made.undecided.map((doubt) => doubt.torrent.tags)).toEqual([["seen"]]);
      expect(made.end.torrent.tags).toEqual(["seen", "late"]);
    });

    test("by an action that was withheld", () => {
      const made = plan(
        torrent({ tags: "" }),
        rules(`first | ${ALWAYS} | ${ADD}, ${DELETE}`, `last | ${ALWAYS} | ${ADD_LATE}`),
        { withhold: "the file is broken" },
      );
      expect(made.actions.map(({ found }) => found?.tags)).toEqual([undefined, ["seen"], undefined]);
      expect(made.end.torrent.tags).toEqual(["seen", "late"]);
    });

    test("by one who looks on", () => {
      const seen: unknown[] = [];
      const list = rules(`first | ${ALWAYS} | ${ADD}, ${ADD_LATE}`, `then | ${ALWAYS} | {type: stop}, ${ADD_LATE}`);
      const context = prepare({ rules: list, now: NOW, server: aServer() });
      const kept: Torrent[] = [];
      planTorrent(torrent({ tags: "", state: "uploading" }), context, (_, found) => {
        kept.push(found);
        seen.push(structuredClone(found));
      });
      expect(kept).toHaveLength(2);
      expect<unknown[]>(kept).toEqual(seen);
      expect(kept[1]?.tags).toEqual(["seen", "late"]);
    });
  });
});

describe("an action", () => {
  test("that asks for what is so already is skipped and sends nothing", () => {
    const made = plan(
      torrent({ tags: "seen", category: "tv" }),
      rules(`r | ${ALWAYS} | ${ADD}, {type: start}, {type: set_category, params: {category: tv}}`),
    );
    expect(outcomes(made)).toEqual(["r add_tag: skipped", "r start: skipped", "r set_category: skipped"]);
    expect(writes(made)).toEqual([]);
  });

  test("that a later one supersedes is never sent", () => {
    const made = plan(
      torrent(),
      rules(
        `a | ${ALWAYS} | {type: set_category, params: {category: films}}`,
        `b | ${ALWAYS} | {type: set_category, params: {category: series}}`,
      ),
    );
    expect(outcomes(made)).toEqual(["a set_category: superseded", "b set_category: executed"]);
    expect(writes(made)).toEqual([{ kind: "set_category", category: "series" }]);
  });

  test("that a later one takes back leaves nothing to send, and is not counted as done", () => {
    const made = plan(
      torrent(),
      rules(`a | ${ALWAYS} | ${ADD}`, `b | ${ALWAYS} | {type: remove_tag, params: {tag: seen}}`),
    );
    expect(outcomes(made)).toEqual(["a add_tag: superseded", "b remove_tag: skipped"]);
    expect(writes(made)).toEqual([]);
  });

  test("that keeps data in its place is sent where the category would take it away before", () => {
    const made = plan(
      torrent({ auto_tmm: true, category: "a", save_path: "/films" }),
      rules(
        `a | ${ALWAYS} | {type: set_category, params: {category: b}}`,
        `b | ${ALWAYS} | {type: set_location, params: {path: /films}}`,
      ),
    );
    expect(outcomes(made)).toEqual(["a set_category: executed", "b set_location: executed"]);
    expect(writes(made)).toEqual([
      { kind: "set_location", path: "/films" },
      { kind: "set_category", category: "b" },
    ]);
  });

  test("that stops a running torrent which is then started again leaves it alone", () => {
    const made = plan(torrent(), rules(`a | ${ALWAYS} | {type: stop}`, `b | ${ALWAYS} | {type: start}`));
    expect(outcomes(made)).toEqual(["a stop: superseded", "b start: skipped"]);
    expect(writes(made)).toEqual([]);
  });
});

describe("a torrent that ends deleted", () => {
  test("gets the delete and nothing else", () => {
    const made = plan(torrent(), rules(`a | ${ALWAYS} | ${ADD}, {type: stop}`, `b | ${ALWAYS} | ${DELETE}`));
    expect(outcomes(made)).toEqual(["a add_tag: superseded", "a stop: superseded", "b delete_torrent: executed"]);
    expect(writes(made)).toEqual([{ kind: "delete", deleteFiles: false }]);
  });

  test("is not seen by later rules", () => {
    const made = plan(torrent(), rules(`a | ${ALWAYS} | ${DELETE}`, `b | ${ALWAYS} | ${ADD}`));
    expect(made.matched.map(({ name }) => name)).toEqual(["a"]);
  });
});

describe("stop_on_match", () => {
  test("keeps later rules from the torrent", () => {
    const made = plan(torrent(), rules(`a! | ${ALWAYS} | ${ADD}`, `b | ${ALWAYS} | {type: stop}`));
    expect(made.matched.map(({ name }) => name)).toEqual(["a"]);
  });

  test("counts the match, also where there was nothing left to do", () => {
    const made = plan(torrent({ tags: "seen" }), rules(`a! | ${ALWAYS} | ${ADD}`, `b | ${ALWAYS} | {type: stop}`));
    expect(outcomes(made)).toEqual(["a add_tag: skipped"]);
  });

  test("of a rule that does not match stops nothing", () => {
    const made = plan(torrent(), rules(`a! | ${HUGE} | ${ADD}`, `b | ${ALWAYS} | {type: stop}`));
    expect(made.matched.map(({ name }) => name)).toEqual(["b"]);
  });
});

describe("a rule that cannot be decided", () => {
  test("does nothing, and harmless rules go on", () => {
    const made = plan(torrent(), rules(`a | ${UNKNOWN} | ${ADD}`, `b | ${ALWAYS} | {type: stop}`));
    expect(made.undecided.map(({ rule }) => rule.name)).toEqual(["a"]);
    expect(outcomes(made)).toEqual(["b stop: executed"]);
  });

  test("and that would have kept later rules away withholds a later delete, and says why", () => {
    const made = plan(torrent(), rules(`keep! | ${UNKNOWN} | {type: stop}`, `b | ${ALWAYS} | ${ADD}, ${DELETE}`));
    expect(outcomes(made)).toEqual(["b add_tag: executed", "b delete_torrent: withheld"]);
    expect(made.actions.at(-1)?.reason).toBe('rule "keep" could not be decided');
    expect(writes(made)).toEqual([{ kind: "add_tags", tags: ["seen"] }]);
  });

  test("withholds a later delete that reads what it would have changed", () => {
    const keep = "{type: set_category, params: {category: keep}}";
    expect(lastOf(keep, "info.category, operator: '==', value: old")).toBe("gone delete_torrent: withheld");
    expect(lastOf(keep, "info.ratio, operator: '==', value: 1")).toBe("gone delete_torrent: executed");
    expect(lastOf("{type: stop}", "info.state, operator: '==', value: stalledUP")).toBe(
      "gone delete_torrent: withheld",
    );
    expect(lastOf(ADD, "info.tags, operator: not_contains, value: seen")).toBe("gone delete_torrent: withheld");
  });

  test("withholds nothing for a change that is there already", () => {
    const made = plan(torrent({ tags: "seen" }), rules(`keep | ${UNKNOWN} | ${ADD}`, `gone | ${TAGGED} | ${DELETE}`));
    expect(outcomes(made)).toEqual(["gone delete_torrent: executed"]);
  });

  test("withholds no delete of an earlier rule", () => {
    const made = plan(torrent(), rules(`a | ${ALWAYS} | ${DELETE}`, `keep! | ${UNKNOWN} | {type: stop}`));
    expect(writes(made)).toEqual([{ kind: "delete", deleteFiles: false }]);
  });

  test("is reported as it found the torrent, which earlier rules may have made unknown", () => {
    const made = plan(
      torrent({ state: "stoppedUP" }),
      rules(`a | ${ALWAYS} | {type: start}`, `b | {field: info.state, operator: '==', value: stoppedUP} | ${ADD}`),
    );
    expect(made.undecided.map(({ torrent: found }) => found.state)).toEqual([undefined]);
  });
});

describe("withholding for the whole run", () => {
  test("keeps what destroys from being planned, and does the rest", () => {
    const made = plan(torrent(), rules(`a | ${ALWAYS} | ${ADD}, ${DELETE}`, `b | ${ALWAYS} | {type: stop}`), {
      withhold: "the file is broken",
    });
    expect(outcomes(made)).toEqual(["a add_tag: executed", "a delete_torrent: withheld", "b stop: executed"]);
    expect(made.actions[1]?.reason).toBe("the file is broken");
    expect(writes(made).map(({ kind }) => kind)).toEqual(["add_tags", "stop"]);
  });
});

describe("a fact that was not fetched", () => {
  const TRACKER = "{field: trackers.host, operator: '==', value: example.org}";

  test("is asked for where the outcome hangs on it", () => {
    const made = planTorrent(
      torrent(),
      prepare({ rules: rules(`a | ${TRACKER} | ${ADD}`), now: NOW, server: aServer() }),
    );
    expect(made).toBe("trackers");
  });

  test("is not asked for where another condition decides", () => {
    expect(plan(torrent(), rules(`a | ${TRACKER}, ${HUGE} | ${ADD}`)).matched).toEqual([]);
  });

  test("is not asked for on behalf of a rule that an earlier one keeps away", () => {
    expect(plan(torrent(), rules(`a! | ${ALWAYS} | ${ADD}`, `b | ${TRACKER} | {type: stop}`)).matched).toHaveLength(1);
  });
});

test("the time of the run is the time for every rule", () => {
  const old = torrent({ added_on: NOW - 3600 });
  const list = rules(
    `young | {field: info.added_on, operator: newer_than, value: 61 minutes} | ${ADD}`,
    `old | {field: info.added_on, operator: older_than, value: 59 minutes} | ${ADD}`,
    `older | {field: info.added_on, operator: older_than, value: 61 minutes} | ${ADD}`,
  );
  expect(plan(old, list).matched.map(({ name }) => name)).toEqual(["young", "old"]);
});
