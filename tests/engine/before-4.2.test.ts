import { expect, test } from "bun:test";
import { knownServer, outcomes, planOf, rules, torrent } from "./support.ts";

test.each([
  ["add_tag, params: {tag: seen}", "2.2.0", "failed"],
  ["remove_tag, params: {tag: old}", "2.2.0", "failed"],
  ["set_tags, params: {tags: []}", "2.2.0", "failed"],
  ["add_tag, params: {tag: seen}", "2.3.0", "executed"],
  ["reannounce", "2.0.1", "failed"],
  ["reannounce", "2.0.2", "executed"],
])("%s has no request to be sent before its time: %s %s", (action, api, outcome) => {
  const plan = planOf(torrent({ tags: "old" }), rules(`r | always | {type: ${action}}`), {
    server: knownServer({}, api),
  });
  expect(outcomes(plan)).toEqual([`r ${action.split(",")[0] ?? ""}: ${outcome}`]);
});

test("what could not be done is not seen by later rules", () => {
  const list = rules(
    "mark | always | {type: add_tag, params: {tag: seen}}",
    "stop | {field: info.tags, operator: contains, value: seen} | {type: stop}",
  );
  expect(outcomes(planOf(torrent(), list, { server: knownServer({}, "2.2.0") }))).toEqual(["mark add_tag: failed"]);
});
