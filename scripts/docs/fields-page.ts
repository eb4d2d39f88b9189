import { derivedFields } from "../../src/rules/fields/derived.ts";
import type { Field, ListSource } from "../../src/rules/fields/field.ts";
import { infoFields } from "../../src/rules/fields/info.ts";
import { listFields } from "../../src/rules/fields/lists.ts";
import { propertyFields } from "../../src/rules/fields/properties.ts";
import { preferenceField, transferFields } from "../../src/rules/fields/server.ts";
import { states, trackerStatuses } from "../../src/rules/values.ts";
import { derivedTable, fieldsTable } from "./fields.ts";
import { list, table } from "./markdown.ts";
import { typesTable } from "./types.ts";

export const fieldsPage = (): string => `# Fields

<!-- Made from the program by npm run docs. Change it there. -->

What a condition can ask about. [Writing rules](rules.md) says how. Names are qBittorrent's own, from its Web API. A name that is
not here is an error when the rules are loaded.

- **since**: the first qBittorrent that has it; nothing means every version from 4.1 on. On an older one it is unknown, for every
  torrent, and the result of the job says so.
- **before that**: where older versions have the same value. It is taken from there by itself, at the price of that request.
- Any field can be [unknown](rules.md#true-false-and-unknown). The tables say when, as far as it is not plain.

## Types

${typesTable()}

States: ${list(states)}.

\`pausedUP\` and \`pausedDL\` may be written for \`stoppedUP\` and \`stoppedDL\`, on every version.

Tracker statuses, by name or by number from 0: ${list(trackerStatuses)}.

Up to qBittorrent 5.1 all failures have one number; a test that names only some of \`not_working\`, \`tracker_error\` and \`unreachable\` is unknown there.

## What asking costs

Conditions on \`info\` are tried first, whatever their order in the file. The rest is asked for only where the outcome of a rule
still depends on it, and never twice in a run.

${costs()}

## info

${fieldsTable(infoFields)}

### Worked out

Where qBittorrent's own fields mislead. They cost no request, but for \`info.is_private\` on older versions.

${derivedTable(derivedFields)}

${listSections()}
## properties

Mostly the same as \`info\`, which is the better choice where both have it.

${fieldsTable(propertyFields)}

## transfer

About qBittorrent as a whole.

${fieldsTable(transferFields)}

## app

\`app.NAME\`: ${lowerFirst(preferenceField("NAME").about)}, such as \`app.queueing_enabled\`. Any name can be
written; where the server has no such setting it is unknown, and so is a comparison with a value of another kind. Settings that hold
passwords, keys, certificates, programs, headers or lists of trackers cannot be asked for.
`;

const EACH = "one request for each torrent that it matters for";
const ONCE = "one request for the whole run";

function costs(): string {
  return table(
    ["fields", "Web API", "requests"],
    [
      ["`info`", "`torrents/info`", "none of its own: the list is read anyway"],
      ["`trackers`", "`torrents/trackers`", `comes with the list since 5.1; before that, ${EACH}`],
      ["`files`", "`torrents/files`", `comes with the list since 5.2; before that, ${EACH}`],
      ["`properties`", "`torrents/properties`", EACH],
      ["`webseeds`", "`torrents/webseeds`", EACH],
      ["`peers`", "`sync/torrentPeers`", EACH],
      ["`transfer`", "`transfer/info`", ONCE],
      ["`app`", "`app/preferences`", ONCE],
    ],
  );
}

const abouts: Readonly<Record<ListSource, string>> = {
  trackers: "http, https, udp and wss. What qBittorrent lists beside them for DHT, PeX and LSD is left out.",
  files: "Unknown until there is metadata.",
  peers: "Those connected just now.",
  webseeds: "Addresses that hold the data.",
};

const listSections = (): string =>
  Object.entries(abouts)
    .map(([name, about]) => `## ${name}\n\nA list. ${about}\n\n${fieldsTable(fieldsOf(name))}\n`)
    .join("\n");

const fieldsOf = (namespace: string): readonly Field[] =>
  listFields.filter(({ name }) => name.startsWith(`${namespace}.`));

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
