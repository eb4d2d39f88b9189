import { condition, itRefuses, type Mistake } from "./mistakes.ts";

/** A condition on one line: the field, the operator, the value. */
const asks = (field: string, operator: string, value: string) =>
  condition(`{field: ${field}, operator: "${operator}", value: ${value}}`);

/** Values that have no meaning beside their operator. */
const cases: readonly Mistake[] = [
  ...["starts_with", "ends_with", "contains", "not_contains"].flatMap((operator): Mistake[] => [
    [`${operator} nothing`, asks("info.name", operator, '▸""'), 'expected text, found ""', "in quotes"],
    [`${operator} a number`, asks("info.name", operator, "▸7"), "expected text, found 7", "in quotes"],
  ]),
  ...["matches", "not_matches"].flatMap((operator): Mistake[] => [
    [`${operator} nothing`, asks("info.name", operator, '▸""'), 'expected a pattern, found ""', "single quotes"],
    [`${operator} a number`, asks("info.name", operator, "▸7"), "expected a pattern, found 7", "in quotes"],
    [`${operator} half a group`, asks("info.name", operator, "▸'(a'"), "not a regular expression"],
  ]),
  ["under no category", asks("info.category", "under", '▸""'), 'expected a category as text (in quotes), found ""'],
  ["under a number", asks("info.category", "under", "▸7"), "expected a category as text (in quotes), found 7"],
  ["under no path", asks("info.save_path", "under", '▸""'), 'expected a path as text (in quotes), found ""'],
  ["under a list", asks("info.save_path", "under", "▸[/data]"), "expected a path as text (in quotes), found a list"],
  ["known maybe", asks("info.comment", "known", "▸maybe"), 'expected true or false, found "maybe"'],
  ["is_empty of a list", asks("info.tags", "is_empty", "▸[a]"), "expected true or false, found a list"],
  ["a limit of true", asks("info.up_limit", "==", "▸true"), "expected bytes per second", "unlimited"],
  ["a limit of a list", asks("info.up_limit", "<", "▸[1]"), "expected bytes per second"],
  ["a ratio limit in words", asks("info.ratio_limit", ">", "▸many"), "expected a number or unlimited", "unlimited"],
  [
    "a connection limit in words",
    asks("info.connections_limit", ">", "▸many"),
    "expected a number or unlimited",
    "unlimited",
  ],
  ["a connection limit below none", asks("info.connections_limit", ">", "▸-2"), "expected a number or unlimited"],
  ["a time limit without a unit", asks("info.seeding_time_limit", ">", '▸"7"'), '"7" has no unit', '"30 days"'],
  ["a time limit by qBittorrent's -1", asks("info.max_seeding_time", ">", "▸-1"), "found -1", "value: unlimited"],
  ["a time limit by its -2", asks("info.seeding_time_limit", "==", "▸-2"), "found -2", "operator: known, value: false"],
  ["a time limit of less than nothing", asks("info.max_seeding_time", ">", "▸-3"), "found -3", "a duration"],
  ["a rate in bits", asks("info.upspeed", ">", "▸5 Mb/s"), "not a unit of size", 'did you mean "0.625 MB/s"?'],
  ["a moment as a date", asks("info.added_on", ">", "▸2026-01-01"), "expected seconds since 1970"],
  ["a setting that is a list", asks("app.dht", "==", "▸[true]"), "expected a number, a text or true or false"],
  ["an order of texts in a setting", asks("app.locale", ">", "▸de"), 'expected a number, found "de"'],
];

for (const mistake of cases) itRefuses(mistake);
