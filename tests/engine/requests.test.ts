import { describe, expect, test } from "bun:test";
import { planTorrent, type TorrentPlan } from "../../src/engine/plan.ts";
import { groupRequests } from "../../src/engine/requests.ts";
import { rules, torrent } from "./support.ts";

const hash = (letter: string) => letter.repeat(40);

/** The plans of rules for torrents a, b, c … of the rows given. */
function plans(list: ReturnType<typeof rules>, ...rows: readonly Readonly<Record<string, unknown>>[]): TorrentPlan[] {
  return rows.map((row, index) => {
    const made = planTorrent(torrent({ hash: hash("abcdef".charAt(index)), ...row }), { rules: list, now: 0 });
    if (typeof made === "string") throw new Error(`the plan waits for ${made}`);
    return made;
  });
}

const shown = (of: readonly TorrentPlan[]) =>
  groupRequests(of).map(({ write, hashes }) => ({ ...write, to: hashes.map((full) => full.charAt(0)).join("") }));

const SMALL = "{field: info.size, operator: '<', value: 100}";
const tag = (name: string) => `{type: add_tag, params: {tag: ${name}}}`;

describe("grouping", () => {
  test("makes one request of one action with one value, however many torrents and rules", () => {
    const list = rules(
      `a | ${SMALL} | {type: stop}`,
      `b | {field: info.size, operator: '>=', value: 100} | {type: stop}`,
    );
    expect(shown(plans(list, { total_size: 1, size: 1 }, { size: 500 }, { size: 7 }))).toEqual([
      { kind: "stop", to: "abc" },
    ]);
  });

  test("keeps different values apart", () => {
    const list = rules(
      `a | always | {type: set_upload_limit, params: {limit: 1000}}`,
      `b | ${SMALL} | {type: set_upload_limit, params: {limit: unlimited}}`,
    );
    expect(shown(plans(list, { up_limit: 5, size: 1 }, {}))).toEqual([
      { kind: "set_upload_limit", limit: Infinity, to: "a" },
      { kind: "set_upload_limit", limit: 1000, to: "b" },
    ]);
  });

  test("keeps equal limits of different kinds apart", () => {
    const list = rules(
      `a | always | {type: set_upload_limit, params: {limit: 9}}, {type: set_download_limit, params: {limit: 9}}`,
    );
    expect(shown(plans(list, {}))).toEqual([
      { kind: "set_upload_limit", limit: 9, to: "a" },
      { kind: "set_download_limit", limit: 9, to: "a" },
    ]);
  });

  test("puts tags for exactly the same torrents into one request, and others into their own", () => {
    const list = rules(`a | always | {type: add_tag, params: {tags: [one, two]}}`, `b | ${SMALL} | ${tag("three")}`);
    expect(shown(plans(list, { size: 1 }, {}))).toEqual([
      { kind: "add_tags", tags: ["one", "two"], to: "ab" },
      { kind: "add_tags", tags: ["three"], to: "a" },
    ]);
  });

  test("never mixes tags to add with tags to remove", () => {
    const list = rules(`a | always | {type: set_tags, params: {tags: [new]}}`);
    expect(shown(plans(list, { tags: "old, older" }))).toEqual([
      { kind: "remove_tags", tags: ["old", "older"], to: "a" },
      { kind: "add_tags", tags: ["new"], to: "a" },
    ]);
  });

  test("has a fixed order whatever the order of the rules: labels, limits, running, checks, deletes last", () => {
    const list = rules(
      `gone | ${SMALL} | {type: delete_torrent, params: {delete_files: true}}`,
      `a | always | {type: reannounce}, {type: recheck}, {type: stop}`,
      `b | always | {type: set_download_limit, params: {limit: 1}}, {type: set_upload_limit, params: {limit: 1}}`,
      `c | always | ${tag("t")}, {type: set_category, params: {category: c}}`,
    );
    expect(shown(plans(list, { size: 1 }, {})).map(({ kind }) => kind)).toEqual([
      "set_category",
      "add_tags",
      "set_upload_limit",
      "set_download_limit",
      "stop",
      "recheck",
      "reannounce",
      "delete",
    ]);
  });

  test("of nothing is nothing", () => {
    expect(groupRequests([])).toEqual([]);
    expect(shown(plans(rules(`a | ${SMALL} | {type: stop}`), {}))).toEqual([]);
  });
});
