import type { Suite } from "../tests/support/qbittorrent/cache.ts";
import { installSuite } from "../tests/support/qbittorrent/install.ts";
import { type Answer, type Ratio, type Table, compare } from "./finding.ts";
import { SEEDING, TORRENTS } from "./library.ts";
import { type PassRound, measurePasses } from "./pass-round.ts";
import { figure } from "./print.ts";
import { endpointOf, isWrite } from "../tests/support/qbittorrent/proxy.ts";
import { inRounds, median } from "./statistics.ts";

const ROUNDS = 5;

const servers: readonly { readonly suite: Suite; readonly version: string }[] = [
  { suite: "bookworm", version: "4.5.2" },
  { suite: "trixie", version: "5.1.0" },
  { suite: "sid", version: "5.3.0" },
];

/** The first pass does the work, the second finds nothing left to do; each against its own requests alone. */
export async function answerPass(): Promise<Answer> {
  const tables: Table[] = [];
  const ratios: Ratio[] = [];
  const leftOut: string[] = [];
  for (const { suite, version } of servers) {
    const obstacle = await installed(suite);
    if (obstacle !== undefined) {
      leftOut.push(`qBittorrent ${version}: ${obstacle}`);
      continue;
    }
    const rounds = await inRounds(ROUNDS, () => measurePasses(suite));
    tables.push(timeTable(version, rounds), requestTable(version, rounds));
    ratios.push(ratioOf(version, "first", rounds), ratioOf(version, "second", rounds));
  }
  return {
    tables,
    ratios,
    leftOut,
    notes: [
      `${TORRENTS.toLocaleString("en")} torrents, ${SEEDING} of them seeding and the others stopped; a fresh server with the same library for each`,
      "pass: started_at to completed_at of the job; waiting: what the client sees beyond it, in the queue and between its looks, a tenth of a second apart: more of them would slow down what is measured",
      "bare: the recorded requests again, one after the other; the program asks for trackers and files four at a time, so that it can be faster",
      "all of it through the same counting proxy; the login, done long before, is not counted",
    ],
  };
}

/** Undefined when the real server is there; otherwise why it cannot be had. */
async function installed(suite: Suite): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "not root, and a real server lives in a root of its own";
  try {
    await installSuite(suite, (line) => console.log(line));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const passes = ["first", "second"] as const;

const ratioOf = (version: string, pass: keyof PassRound, rounds: readonly PassRound[]): Ratio =>
  compare(
    { what: `${version}, ${pass} pass`, unit: "ms", limit: 1.3 },
    rounds.map((round) => ({ ours: round[pass].passMs, bare: round[pass].bareMs })),
  );

function timeTable(version: string, rounds: readonly PassRound[]): Table {
  const rows = passes.map((pass) => {
    const of = (what: "passMs" | "bareMs" | "seenMs") => median(rounds.map((round) => round[pass][what]));
    return [pass, ...[of("passMs"), of("bareMs"), of("seenMs"), of("seenMs") - of("passMs")].map(figure)];
  });
  return {
    title: `qBittorrent ${version}: milliseconds, medians of ${rounds.length} rounds`,
    header: ["", "pass", "bare requests", "seen by the client", "of it waiting"],
    rows,
  };
}

/** Of the last round; the others are the same but for requests that repeat until the server shows a change. */
function requestTable(version: string, rounds: readonly PassRound[]): Table {
  const last = rounds.at(-1);
  const exchanges = (pass: keyof PassRound) => last?.[pass].exchanges ?? [];
  const all = passes.flatMap(exchanges);
  const endpoints = [
    ...new Set(all.map((exchange) => `${isWrite(exchange) ? "write" : "read"} ${endpointOf(exchange)}`)),
  ];
  const count = (pass: keyof PassRound, wanted: (kind: string) => boolean) =>
    exchanges(pass).filter((exchange) => wanted(`${isWrite(exchange) ? "write" : "read"} ${endpointOf(exchange)}`))
      .length;
  const row = (name: string, wanted: (kind: string) => boolean) => [
    name,
    ...passes.map((pass) => count(pass, wanted).toLocaleString("en")),
  ];
  return {
    title: `qBittorrent ${version}: requests`,
    header: ["", ...passes],
    rows: [
      row("all reads", (kind) => kind.startsWith("read")),
      row("all writes", (kind) => kind.startsWith("write")),
      ...endpoints.toSorted().map((endpoint) => row(endpoint, (kind) => kind === endpoint)),
    ],
  };
}
