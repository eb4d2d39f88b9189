import { describe, expect, test } from "bun:test";
import { differences, run } from "./support.ts";

const remove = (files: boolean, more = "") => `
${more}
rules:
  - name: Remove
    conditions: [{field: info.tags, operator: contains, value: old}]
    actions: [{type: delete_torrent, params: {delete_files: ${files}}}]
`;

const old = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
  info: { name, tags: ["old"], ...more },
});

const many = (count: number) => Array.from({ length: count }, (_, n) => old(`t${n}`));

/** Why the torrents of a test keep what a rule would take away. */
async function reasons(rules: string, given: unknown): Promise<readonly (string | undefined)[]> {
  const { failures } = await run(rules, { given, expect: { withheld: ["stop"] } });
  return failures.flatMap((failure) => failure.rules.flatMap(({ actions }) => actions.map(({ reason }) => reason)));
}

describe("as in a real pass, nothing is destroyed", () => {
  const PROTECT = "protect: [{field: info.category, operator: '==', value: archive}]";

  test("that is protected", async () => {
    const given = old("a", { category: "archive" });
    expect(await differences(remove(false, PROTECT), { given, expect: { withheld: ["delete_torrent"] } })).toEqual([]);
    expect(await reasons(remove(false, PROTECT), given)).toEqual([expect.stringContaining("the torrent is protected")]);
  });

  test("of which it is not known whether it is protected; the protection is explained", async () => {
    const { failures } = await run(remove(false, PROTECT), { given: old("a"), expect: { end: { deleted: true } } });
    expect(failures[0]?.protect).toMatchObject({
      outcome: "unknown",
      of: [{ field: "info.category", why: "the test does not give info.category" }],
    });
  });

  test("with data that another torrent of the test uses", async () => {
    const given = [old("a", { content_path: "/d/x" }), { info: { name: "b", content_path: "/d/x/y" } }];
    const a = { withheld: ["delete_torrent"], end: { deleted: false } };
    expect(await differences(remove(true), { given, expect: { a } })).toEqual([]);
  });

  test("with data of which it is not known where it is", async () => {
    const given = [old("a"), { info: { name: "b", content_path: "/d/x" } }];
    expect(await differences(remove(true), { given, expect: { a: { withheld: ["delete_torrent"] } } })).toEqual([]);
  });

  test("where more would go than the rules file allows", async () => {
    const rules = remove(false, "safety: {max_deletions: 1}");
    expect(await differences(rules, { given: [old("a")], expect: { end: { deleted: true } } })).toEqual([]);
    expect(await differences(rules, { given: [old("a"), old("b")], expect: { withheld: ["delete_torrent"] } })).toEqual(
      [],
    );
  });

  test("where more than ten would go and the rules file says nothing", async () => {
    expect(await differences(remove(false), { given: many(10), expect: { end: { deleted: true } } })).toEqual([]);
    expect(await differences(remove(false), { given: many(11), expect: { end: { deleted: false } } })).toEqual([]);
  });

  test("after a rule that could not be decided and might have kept it away", async () => {
    const rules = `
rules:
  - name: Keep
    stop_on_match: true
    conditions: [{field: info.category, operator: "==", value: keep}]
    actions: []
${remove(false).replace(/\n*rules:\n/, "")}`;
    expect(await reasons(rules, old("a"))).toEqual(['rule "Keep" could not be decided']);
  });
});

test("alone in its library a torrent shares its data with nobody, wherever it lies", async () => {
  const expected = { withheld: [], end: { deleted: "with_files" } };
  expect(await differences(remove(true), { given: old("a"), expect: expected })).toEqual([]);
});

test("what the server is too old for fails", async () => {
  const rules =
    "rules: [{name: Limit, match_all: true, actions: [{type: set_share_limits, params: {when_reached: stop}}]}]";
  const limit = { failed: ["set_share_limits"], does: "nothing" };
  expect(await differences(rules, { given: {}, server: "5.1", expect: limit })).toEqual([]);
  expect(
    await differences(rules, { given: {}, server: "5.2", expect: { failed: [], does: ["set_share_limits"] } }),
  ).toEqual([]);
});
