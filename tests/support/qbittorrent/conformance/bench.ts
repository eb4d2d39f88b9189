import * as v from "valibot";

import { logIn, type RawAnswer, type RawSession } from "../http.ts";
import { addTorrents, type AddOptions } from "../seed.ts";
import { makeTorrent, type TestTorrent, type TorrentSpec } from "../torrents.ts";
import { factsOf, type Facts } from "./facts.ts";

/** A running server, real or simulated. */
interface Subject {
  readonly url: string;
  readonly port: number;
  readonly version: string;
  /** Where its downloads lie for us, and what it calls that place itself. */
  readonly downloadsDir: string;
  readonly downloadsPath: string;
  /** Another process with the same profile at the same address. */
  readonly restart: () => Promise<void>;
  /** Lets time pass for the server; without it, for everybody. */
  readonly elapse?: (ms: number) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Registers a behaviour to be checked. */
export type Check = (behaviour: string, run: () => Promise<void>) => void;

/** A subject with what every case needs. Each case brings its own torrents, so that no case depends on another. */
export interface Bench {
  readonly subject: Subject;
  readonly facts: Facts;
  readonly session: RawSession;
  /** Starts another server of the same kind, for a case that spoils it; it is stopped after the case. */
  readonly another: (use: (bench: Bench) => Promise<void>) => Promise<void>;
  /** Adds a stopped torrent, and waits until it is listed, in whatever state. */
  readonly add: (spec: TorrentSpec, options?: AddOptions) => Promise<TestTorrent>;
  readonly rows: (parameters?: Readonly<Record<string, string>>) => Promise<Row[]>;
  readonly row: (hash: string) => Promise<Row>;
  /** Waits for what the server shows only at its next refresh. */
  readonly rowBecomes: (hash: string, expected: Row) => Promise<Row>;
}

export type Row = Readonly<Record<string, unknown>>;

export type StartSubject = () => Promise<Subject>;

export async function openBench(start: StartSubject): Promise<Bench> {
  const subject = await start();
  const session = await logIn(subject.url);
  const rows = async (parameters: Readonly<Record<string, string>> = {}) =>
    asRows(await session.get("torrents/info", parameters));
  const row = async (hash: string) => {
    const [found] = await rows({ hashes: hash });
    if (found === undefined) throw new Error(`${hash} is not listed`);
    return found;
  };
  return {
    subject,
    session,
    facts: factsOf(subject.version),
    rows,
    row,
    async another(use) {
      const bench = await openBench(start);
      try {
        await use(bench);
      } finally {
        await bench.subject.stop();
      }
    },
    async add(spec, options) {
      const torrent = makeTorrent(spec);
      await addTorrents(session, [torrent], { unsettled: true, ...options });
      return torrent;
    },
    async rowBecomes(hash, expected) {
      const deadline = Date.now() + BECOMES_WITHIN_MS;
      for (;;) {
        const [found = {}] = await rows({ hashes: hash });
        if (Object.entries(expected).every(([key, value]) => found[key] === value)) return found;
        if (Date.now() > deadline) {
          const shown = Object.fromEntries(Object.keys(expected).map((key) => [key, found[key]]));
          throw new Error(`expected ${JSON.stringify(expected)}, still ${JSON.stringify(shown)}`);
        }
        await Bun.sleep(50);
      }
    },
  };
}

export function asRows(answer: RawAnswer): Row[] {
  return v.parse(v.array(v.record(v.string(), v.unknown())), JSON.parse(answer.text));
}

export function asRow(answer: RawAnswer): Row {
  return v.parse(v.record(v.string(), v.unknown()), JSON.parse(answer.text));
}

/** Status and body in one string, as the table of facts has them. */
export function said(answer: RawAnswer): string {
  return `${answer.status} ${answer.text}`;
}

export const UNKNOWN_HASH = "0".repeat(40);

const BECOMES_WITHIN_MS = 15_000;
