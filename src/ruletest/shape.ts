import * as v from "valibot";
import { isRecord } from "../lib/json.ts";
import { expected, mapping } from "../rules/expected.ts";

/** The shape of a file of tests. What the names and values in it mean is checked afterwards, with the catalogues at hand. */

const shareLimitActions = ["Default", "Stop", "Remove", "RemoveWithContent", "EnableSuperSeeding"];

const text = (what: string) => v.pipe(v.string(expected(what)), v.nonEmpty(`${what} must not be empty`));

const section = (what: string) => v.custom<Readonly<Record<string, unknown>>>(isRecord, expected(what));

const rows = (list: string) => v.nullable(v.array(section(`one of the ${list} as a mapping`), expected(`a list`)));

/** Unquoted, 5.1 is a number. */
const release = v.union([v.string(), v.number()], expected('a release of qBittorrent like "5.1"'));

/** Read with the place at hand: text, or a number. */
const moment = v.unknown();

export const torrentShape = mapping("a torrent", {
  info: v.exactOptional(section("the fields of info as a mapping")),
  trackers: v.exactOptional(rows("trackers")),
  files: v.exactOptional(rows("files")),
  properties: v.exactOptional(section("the fields of properties as a mapping")),
  peers: v.exactOptional(rows("peers")),
  webseeds: v.exactOptional(rows("webseeds")),
});

const given = v.lazy((input) =>
  Array.isArray(input) ? v.pipe(v.array(torrentShape), v.nonEmpty("a test needs at least one torrent")) : torrentShape,
);

const ruleNames = v.array(text("the name of a rule"), expected("a list of names of rules"));

const actionTypes = v.array(text("the type of an action"), expected("a list of types of actions"));

/** Either all of an action, or its type alone. */
const action = v.lazy((input) =>
  typeof input === "string"
    ? v.string()
    : mapping("an action", {
        type: text("the type of an action"),
        params: v.exactOptional(section("parameters as a mapping")),
      }),
);

const expectation = {
  matches: v.exactOptional(ruleNames),
  undecided: v.exactOptional(ruleNames),
  withheld: v.exactOptional(actionTypes),
  failed: v.exactOptional(actionTypes),
  does: v.exactOptional(
    v.lazy((input) =>
      Array.isArray(input) ? v.array(action) : v.literal("nothing", expected("a list of actions, or nothing")),
    ),
  ),
  end: v.exactOptional(section("what the torrent is in the end, as a mapping")),
};

export const expectationKeys: readonly string[] = Object.keys(expectation);

export const expectationShape = v.pipe(
  mapping("an expectation", expectation),
  v.check((keys) => Object.keys(keys).length > 0, `nothing is expected: name one of ${expectationKeys.join(", ")}`),
);

/** Since 5.2 a category may bring limits, and say what happens at them. */
const category = mapping("a category", {
  share_limit_action: v.exactOptional(
    v.picklist(shareLimitActions, expected(`one of ${shareLimitActions.join(", ")}`)),
  ),
  has_share_limits: v.exactOptional(v.boolean(expected("true or false"))),
});

const categories = v.pipe(section("categories by their names, as a mapping"), v.record(v.string(), category));

export const caseShape = mapping("a test", {
  name: text("a name"),
  context: v.exactOptional(text("a context")),
  now: v.exactOptional(moment),
  server: v.exactOptional(release),
  preferences: v.exactOptional(section("settings of qBittorrent as a mapping")),
  transfer: v.exactOptional(section("fields of transfer as a mapping")),
  categories: v.exactOptional(categories),
  given,
  // Of one torrent, of each of several, or by their names: read when it is known which.
  expect: section("what is expected, as a mapping"),
});

/** The tests one by one, so that a mistake in the shape of one does not hide what is wrong with the others. */
export const fileShape = mapping("a file of tests", {
  rules: v.exactOptional(text("the path of a rules file")),
  now: v.exactOptional(moment),
  server: v.exactOptional(release),
  tests: v.pipe(v.array(v.unknown(), expected("a list of tests")), v.nonEmpty("there are no tests")),
});

export type FileShape = v.InferOutput<typeof fileShape>;
export type CaseShape = v.InferOutput<typeof caseShape>;
export type TorrentShape = v.InferOutput<typeof torrentShape>;
export type ExpectationShape = v.InferOutput<typeof expectationShape>;
