import type { SessionOptions } from "../../src/qbittorrent/session.ts";
import { createEngine, type Engine, type PassRequest } from "../../src/engine/engine.ts";
import type { Journal } from "../../src/engine/limit.ts";
import { type PlannedAction, type TorrentPlan, planTorrent } from "../../src/engine/plan.ts";
import { type Preparation, prepare } from "../../src/engine/prepare.ts";
import type { Recorder } from "../../src/engine/recorder.ts";
import type { Report } from "../../src/engine/report.ts";
import type { Scope } from "../../src/engine/scope.ts";
import type { Clock } from "../../src/lib/clock.ts";
import { rootLog } from "../../src/lib/log.ts";
import type { Quota } from "../../src/lib/units.ts";
import { createClient } from "../../src/qbittorrent/client.ts";
import type { Server } from "../../src/qbittorrent/facts.ts";
import { type Torrent, toTorrent } from "../../src/qbittorrent/torrent.ts";
import { loadRules } from "../../src/rules/load.ts";
import type { Condition, Rule, Rulebook } from "../../src/rules/rule.ts";
import { NOW, aServer } from "../support/builders.ts";
import { type ManualClock, manualClock } from "../support/clock.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../support/qbittorrent/simulator/main.ts";

/** The rules of a text that has no mistakes. */
export function rulesOf(text: string): readonly Rule[] {
  const loaded = loadRules("rules.yml", text);
  if (loaded.ok) return loaded.book.rules;
  throw new Error(loaded.problems.map(({ message, where }) => `${where}: ${message}`).join("\n"));
}

/** What a rules file protects: one condition from each line, in YAML's flow style. */
export function protecting(...conditions: readonly string[]): Condition {
  const loaded = loadRules("rules.yml", `protect:\n${conditions.map((line) => `  - ${line}\n`).join("")}rules: []`);
  if (loaded.ok && loaded.book.protect !== undefined) return loaded.book.protect;
  throw new Error(`not protected by ${conditions.join(", ")}`);
}

/** A rulebook of these rules, with whatever else it says. */
export const bookOf = (list: readonly Rule[], more: Partial<Rulebook> = {}): Rulebook => ({
  rules: list,
  protect: undefined,
  maxDeletions: undefined,
  ...more,
});

/** The newest qBittorrent, of which all is known: no categories, and a share limit that is reached stops the torrent. */
export const knownServer = (facts: Partial<Server> = {}, api?: string): Server =>
  aServer({ transfer: {}, preferences: { max_ratio_act: 0 }, categories: new Map(), ...facts }, api);

/** The plan for a torrent about which all is known that the rules ask; one that says nothing if they have nothing to say. */
export function planOf(of: Torrent, list: readonly Rule[], more: Partial<Preparation> = {}): TorrentPlan {
  const context = prepare({ rules: list, now: NOW, server: knownServer(), ...more });
  const made = planTorrent(of, context);
  if (typeof made === "string") throw new Error(`the plan waits for ${made}`);
  const end = { torrent: of, wish: {}, server: context.server };
  return made ?? { torrent: of, matched: [], undecided: [], actions: [], writes: [], end };
}

/** A journal that forgets at the end of the test. */
export function memoryJournal(clock: Clock): Journal {
  const entries: { readonly at: number; readonly torrents: number }[] = [];
  return {
    recordDeletions: async (torrents) => void entries.push({ at: clock.now(), torrents }),
    deletionsSince: async (at) =>
      entries.filter((entry) => entry.at >= at).reduce((total, entry) => total + entry.torrents, 0),
  };
}

/** Rules from one line each: `name | condition | actions`, in YAML's flow style; a name that ends in `!` stops on match. */
export function rules(...lines: readonly string[]): readonly Rule[] {
  const written = lines.map((line) => {
    const [name = "", condition = "", actions = ""] = line.split("|").map((part) => part.trim());
    const stop = name.endsWith("!") ? "stop_on_match: true, " : "";
    const when = condition === "always" ? "match_all: true" : `conditions: [${condition}]`;
    return `  - {name: "${name.replace(/!$/, "")}", ${stop}${when}, actions: [${actions}]}`;
  });
  return rulesOf(`rules:\n${written.join("\n")}`);
}

/** A seeding torrent as the client reads it from `torrents/info`, with whatever the row says otherwise. */
export function torrent(row: Readonly<Record<string, unknown>> = {}): Torrent {
  const seeding = { state: "stalledUP", progress: 1, size: 1000, total_size: 1000, category: "", tags: "", ratio: 1 };
  const limits = { up_limit: 0, dl_limit: 0, force_start: false };
  const read = toTorrent({ hash: "a".repeat(40), name: "A torrent", ...seeding, ...limits, ...row });
  if (read === undefined) throw new Error("not a row of torrents/info");
  return read;
}

/** `rule action: outcome`, as the plan has them. */
export const outcomes = ({ actions }: TorrentPlan): string[] =>
  actions.map(({ rule, action, outcome }: PlannedAction) => `${rule.name} ${action.type}: ${outcome}`);

export interface Asked extends Partial<Omit<PassRequest, "scope">> {
  /** Only this torrent, which is not waited for. */
  readonly hash?: string | null;
}

export interface Bench extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly engine: Engine;
  readonly clock: ManualClock;
  /** Time moves on whenever the engine waits for it. */
  readonly pass: (request?: Asked) => ReturnType<Engine["run"]>;
  /** The report of a pass for the torrent named, or for all; throws where the job would fail. */
  readonly run: (request?: Asked) => Promise<Report>;
  /** What was asked of qBittorrent since the last call, logins and versions apart: `torrents/info`, `torrents/addTags tags=a`. */
  readonly asked: () => string[];
}

export interface BenchOptions extends Partial<Omit<SimulatorOptions, "clock">> {
  readonly rules: readonly Rule[];
  /** What the rules file says besides. */
  readonly book?: Partial<Rulebook>;
  /** Null: not set. Left out: more than any test deletes. */
  readonly maxDeletions?: Quota | null;
  readonly clock?: ManualClock;
  readonly journal?: Journal;
  readonly recorder?: Recorder;
  readonly withhold?: string;
  /** Stands in the way of requests: an answer, or an error thrown, instead of the server's. */
  readonly before?: (path: string) => Response | undefined;
  /** Told of what the server has answered. */
  readonly after?: (path: string) => void;
}

/** In place of the server: this answer to requests whose path starts so. */
export const answering =
  (start: string, status: number, body = "") =>
  (path: string) =>
    path.startsWith(start) ? new Response(body, { status }) : undefined;

/** The engine against a simulated qBittorrent, both on one clock that stands still. */
export function bench({
  rules: list,
  book = {},
  maxDeletions = { count: 1_000 },
  withhold,
  before = () => undefined,
  after = () => {},
  ...options
}: BenchOptions): Bench {
  const { clock = manualClock(), journal = memoryJournal(clock), recorder = notRecording, ...ofSimulator } = options;
  const simulator = startSimulator({ version: "5.1.0", ...ofSimulator, clock });
  const fetchOrFail: SessionOptions["fetch"] = async (url, init) => {
    const path = url.replace(/^.*\/api\/v2\//, "");
    const answer = before(path) ?? (await fetch(url, init));
    after(path);
    return answer;
  };
  const client = createClient({
    host: simulator.url,
    credentials: { kind: "password", username: "admin", password: "adminadmin" },
    timeoutMs: 5_000,
    fetch: fetchOrFail,
  });
  const engine = createEngine({
    client,
    rules: async () => ({ book: bookOf(list, book), withhold }),
    maxDeletions: maxDeletions ?? undefined,
    journal,
    clock,
    log: rootLog(),
  });
  const asked = { context: null, dryRun: false, trace: false };
  const pass: Bench["pass"] = ({ hash = null, ...request } = {}) =>
    movingOn(clock, engine.run({ ...asked, ...request, scope: scopeOf(hash) }, recorder, AbortSignal.timeout(20_000)));
  let seen = 0;
  return {
    simulator,
    engine,
    clock,
    pass,
    run: async (request) => {
      const { reportFor, failure } = await pass(request);
      if (failure !== undefined) throw failure;
      return reportFor(request?.hash ?? null);
    },
    asked: () => {
      const fresh = simulator.requests.slice(seen);
      seen = simulator.requests.length;
      return fresh.filter(({ path }) => !/^auth\/|ersion$/.test(path)).map(shown);
    },
    [Symbol.asyncDispose]: () => simulator.stop(),
  };
}

export const notRecording: Recorder = { sent: [], plan: async () => {}, begin: async () => {} };

export const scopeOf = (hash: string | null): Scope =>
  hash === null ? { all: true, named: [] } : { all: false, named: [{ hash, until: 0 }] };

const shown = ({ path, parameters }: Simulator["requests"][number]): string =>
  [
    path.replace("torrents/", ""),
    ...Object.entries(parameters).map(([name, value]) => (name.startsWith("hash") ? name : `${name}=${value}`)),
  ].join(" ");

/** Lets time pass as long as somebody sleeps. */
export async function movingOn<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  const state = { done: false };
  const end = () => {
    state.done = true;
  };
  work.then(end, end);
  while (!state.done) {
    if (clock.sleepers > 0) await clock.advance(50);
    else await Bun.sleep(0);
  }
  return await work;
}
