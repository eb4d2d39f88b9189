import { actions, itAccepts, itWarnsOf } from "./mistakes.ts";

const tag = (type: string, names: string): string => `{type: ${type}, params: {tags: [${names}]}}`;
const category = (name: string): string => `{type: set_category, params: {category: ${name}}}`;
const limit = (value: string): string => `{type: set_upload_limit, params: {limit: ${value}}}`;

const superseded: readonly (readonly [first: string, second: string])[] = [
  ["{type: stop}", "{type: start}"],
  ["{type: start}", "{type: stop}"],
  ["{type: force_start}", "{type: stop}"],
  ["{type: start}", "{type: force_start}"],
  [category("a"), category("b")],
  [tag("add_tag", "a"), tag("remove_tag", "a")],
  [tag("remove_tag", "a"), tag("add_tag", "a")],
  [tag("add_tag", "a"), tag("set_tags", "b")],
  [tag("add_tag", "a, b"), tag("remove_tag", "b")],
  [limit("100 KiB/s"), limit("unlimited")],
  ["{type: set_location, params: {path: /a}}", "{type: set_location, params: {path: /b}}"],
  ["{type: set_share_limits, params: {ratio: 1}}", "{type: set_share_limits, params: {ratio: 2}}"],
  [
    "{type: set_share_limits, params: {ratio: 5, when_reached: remove}}",
    "{type: set_share_limits, params: {ratio: 1, when_reached: remove}}",
  ],
  ["{type: set_location, params: {path: /a}}", "{type: set_auto_management, params: {enabled: true}}"],
  ["{type: set_super_seeding, params: {enabled: true}}", "{type: set_super_seeding, params: {enabled: false}}"],
];
for (const [first, second] of superseded) {
  itWarnsOf([
    `${first} before ${second}`,
    actions(`▸${first}`, "{type: reannounce}", second),
    "superseded",
    `${typeOf(first)} does not last: ${typeOf(second)}, after it in this rule, undoes`,
    "the other is at rules.yml:7:9",
  ]);
}

const repeated: readonly (readonly [first: string, second: string])[] = [
  ["{type: stop}", "{type: stop}"],
  ["{type: reannounce}", "{type: reannounce}"],
  [category("a"), category("a")],
  [tag("add_tag", "a, b"), tag("add_tag", "b")],
  [tag("set_tags", "a"), tag("add_tag", "a")],
  [tag("set_tags", "a"), tag("remove_tag", "b")],
];
for (const [first, second] of repeated) {
  itWarnsOf([
    `${second} after ${first}`,
    actions(first, `▸${second}`),
    "repeated",
    `${typeOf(second)} does nothing here: ${typeOf(first)}, before it in this rule, has done the same`,
  ]);
}

const fine: readonly (readonly [what: string, ...list: string[]])[] = [
  ["tags one by one", tag("add_tag", "a"), tag("add_tag", "b")],
  ["a tag for another", tag("remove_tag", "a"), tag("add_tag", "b")],
  ["tags set and one more", tag("set_tags", "a"), tag("add_tag", "b")],
  ["a stop and what is left", "{type: stop}", category("a"), limit("1 MiB/s"), "{type: recheck}"],
  ["a recheck and a start", "{type: recheck}", "{type: start}"],
  ["other tags off, and one on", tag("set_tags", ""), tag("add_tag", "a")],
  ["limits of both directions", limit("1 MiB/s"), "{type: set_download_limit, params: {limit: 1 MiB/s}}"],
  [
    "share limits one by one",
    "{type: set_share_limits, params: {ratio: 1}}",
    "{type: set_share_limits, params: {seeding_time: 7 days}}",
  ],
  ["a category and its management", category("a"), "{type: set_auto_management, params: {enabled: true}}"],
  ["the management and a category", "{type: set_auto_management, params: {enabled: true}}", category("a")],
  [
    "a place and no management, for torrents that are there already",
    "{type: set_location, params: {path: /a}}",
    "{type: set_auto_management, params: {enabled: false}}",
  ],
  ["moves in the queue", "{type: set_top_priority}", "{type: decrease_priority}", "{type: decrease_priority}"],
  [
    "what remains where the deletion is withheld",
    tag("add_tag", "a"),
    "{type: delete_torrent, params: {delete_files: false}}",
  ],
  [
    "what remains where limits that remove are withheld",
    "{type: set_share_limits, params: {ratio: 5, when_reached: stop}}",
    "{type: set_share_limits, params: {ratio: 1, when_reached: remove}}",
  ],
  [
    "what remains where automatic management is withheld",
    "{type: set_auto_management, params: {enabled: false}}",
    "{type: set_auto_management, params: {enabled: true}}",
  ],
  [
    "what remains where a place is withheld",
    "{type: set_auto_management, params: {enabled: false}}",
    "{type: set_location, params: {path: /a}}",
  ],
];
for (const [what, ...list] of fine) itAccepts([what, actions(...list)]);

function typeOf(action: string): string {
  return /type: (\w+)/.exec(action)?.[1] ?? "";
}
