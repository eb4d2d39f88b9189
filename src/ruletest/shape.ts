import * as v from "valibot";
import { isRecord } from "../lib/json.ts";
import { expected, mapping } from "../rules/expected.ts";

/**
 * The shape of a file of tests. What the names and values in it mean is checked afterwards, with the catalogues at hand.
 * Descriptions are for editors: `npm run schema` makes them part of config/tests.schema.json.
 */

const shareLimitActions = ["Default", "Stop", "Remove", "RemoveWithContent", "EnableSuperSeeding"];

const about = <const Schema extends v.GenericSchema>(schema: Schema, description: string) =>
  v.pipe(schema, v.description(description));

const text = (what: string) => v.pipe(v.string(expected(what)), v.nonEmpty(`${what} must not be empty`));

const section = (what: string) => v.custom<Readonly<Record<string, unknown>>>(isRecord, expected(what));

const rows = (list: string) => v.nullable(v.array(section(`one of the ${list} as a mapping`), expected(`a list`)));

/** Unquoted, 5.1 is a number. */
const release = v.union([v.string(), v.number()], expected('a release of qBittorrent like "5.1"'));

/** Read with the place at hand: text, or a number. */
const moment = v.unknown();

const NOW = "The start of the job, like 2026-01-01T12:00:00Z; left out, it is 2026-01-01T00:00:00Z";
const SERVER = 'The release of qBittorrent, like "5.1"; left out, it is the newest';

export const torrentShape = mapping("a torrent", {
  info: v.exactOptional(
    about(section("the fields of info as a mapping"), "Fields of info; what is not given is not known"),
  ),
  trackers: v.exactOptional(about(rows("trackers"), "Its trackers; left out, or null, they are not known")),
  files: v.exactOptional(about(rows("files"), "Its files; left out, or null, they are not known")),
  properties: v.exactOptional(
    about(section("the fields of properties as a mapping"), "Fields of properties; what is not given is not known"),
  ),
  peers: v.exactOptional(about(rows("peers"), "Its connected peers; left out, or null, they are not known")),
  webseeds: v.exactOptional(about(rows("webseeds"), "Its web seeds; left out, or null, they are not known")),
});

export const given = v.lazy((input) =>
  Array.isArray(input) ? v.pipe(v.array(torrentShape), v.nonEmpty("a test needs at least one torrent")) : torrentShape,
);

const ruleNames = v.array(text("the name of a rule"), expected("a list of names of rules"));

const actionTypes = v.array(text("the type of an action"), expected("a list of types of actions"));

const wholeAction = mapping("an action", {
  type: text("the type of an action"),
  params: v.exactOptional(section("parameters as a mapping")),
});

/** Either all of an action, or its type alone. */
const action = v.lazy((input) => (typeof input === "string" ? v.string() : wholeAction));

export const does = v.lazy((input) =>
  Array.isArray(input) ? v.array(action) : v.literal("nothing", expected("a list of actions, or nothing")),
);

const expectation = {
  matches: v.exactOptional(about(ruleNames, "All rules that match, in the order of the file")),
  undecided: v.exactOptional(about(ruleNames, "All rules that cannot be decided, in the order of the file")),
  withheld: v.exactOptional(about(actionTypes, "The types of all actions that are withheld, in their order")),
  failed: v.exactOptional(about(actionTypes, "The types of all actions that this server cannot do, in their order")),
  does: v.exactOptional(
    about(does, "All actions that are sent, in their order, each by its type or with its parameters; or nothing"),
  ),
  end: v.exactOptional(
    about(
      section("what the torrent is in the end, as a mapping"),
      "What the torrent is in the end: fields of info, deleted, stopped. What is not named is not compared",
    ),
  ),
};

export const expectationKeys: readonly string[] = Object.keys(expectation);

export const expectationShape = v.pipe(
  mapping("an expectation", expectation),
  v.check((keys) => Object.keys(keys).length > 0, `nothing is expected: name one of ${expectationKeys.join(", ")}`),
);

/** Since 5.2 a category may bring limits, and say what happens at them. */
export const category = mapping("a category", {
  share_limit_action: v.exactOptional(
    about(
      v.picklist(shareLimitActions, expected(`one of ${shareLimitActions.join(", ")}`)),
      "What happens to its torrents at a share limit (qBittorrent 5.2 and newer)",
    ),
  ),
  has_share_limits: v.exactOptional(
    about(v.boolean(expected("true or false")), "Whether it has share limits of its own (qBittorrent 5.2 and newer)"),
  ),
});

const categories = v.pipe(section("categories by their names, as a mapping"), v.record(v.string(), category));

export const caseShape = mapping("a test", {
  name: about(text("a name"), "What the test is about: results show it"),
  context: v.exactOptional(about(text("a context"), "The context of the job; left out, it has none")),
  now: v.exactOptional(about(moment, NOW)),
  server: v.exactOptional(about(release, SERVER)),
  preferences: v.exactOptional(
    about(section("settings of qBittorrent as a mapping"), "Settings of qBittorrent, for conditions on app"),
  ),
  transfer: v.exactOptional(about(section("fields of transfer as a mapping"), "What conditions on transfer ask about")),
  categories: v.exactOptional(about(categories, "Categories by their names, with what they say of share limits")),
  given: about(given, "A torrent, or a list of them, which is then the whole library"),
  // Of one torrent, of each of several, or by their names: read when it is known which.
  expect: about(
    section("what is expected, as a mapping"),
    "What is expected of the torrent, of each of several, or of those named by their names or hashes",
  ),
});

/** The tests one by one, so that a mistake in the shape of one does not hide what is wrong with the others. */
export const fileShape = mapping("a file of tests", {
  rules: v.exactOptional(
    about(text("the path of a rules file"), "The rules file, beside this one; left out, the setting rules.file"),
  ),
  now: v.exactOptional(about(moment, NOW)),
  server: v.exactOptional(about(release, SERVER)),
  tests: about(
    v.pipe(v.array(v.unknown(), expected("a list of tests")), v.nonEmpty("there are no tests")),
    "The tests, each for itself",
  ),
});

export type FileShape = v.InferOutput<typeof fileShape>;
export type CaseShape = v.InferOutput<typeof caseShape>;
export type TorrentShape = v.InferOutput<typeof torrentShape>;
export type ExpectationShape = v.InferOutput<typeof expectationShape>;
