import type { AppError } from "../errors.ts";
import type { Clock } from "../lib/clock.ts";
import type { Log } from "../lib/log.ts";
import type { Quota } from "../lib/units.ts";
import type { Client } from "../qbittorrent/client.ts";
import type { Server } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import { isAtLeast } from "../qbittorrent/versions.ts";
import { type Rulebook, runsFor } from "../rules/rule.ts";
import { type Failures, apply, createFailures } from "./apply.ts";
import { createCategories } from "./categories.ts";
import { type Known, type Planned, planInWaves } from "./facts.ts";
import { createGreeting } from "./greeting.ts";
import { createGuards } from "./guards.ts";
import { type Wanted, createLibrary } from "./library.ts";
import { type Journal, tooManyDeletions } from "./limit.ts";
import { logPass } from "./log-pass.ts";
import { type Preparation, prepare } from "./prepare.ts";
import type { Recorder } from "./recorder.ts";
import type { Report } from "./report.ts";
import { createReports } from "./reports.ts";
import { type PlannedRequest, groupRequests } from "./requests.ts";
import { type Scope, absentOf, whyAbsent } from "./scope.ts";
import { readSent, toRecord } from "./sent.ts";
import { LAG_MS, createSettling } from "./settling.ts";
import { type Tally, tally } from "./tally.ts";
import { trace } from "./trace.ts";
import { warningsFor } from "./warnings.ts";

export interface EngineOptions {
  readonly client: Client;
  /** The rules as they are now; `withhold` says why nothing may be destroyed, if so. */
  readonly rules: () => Promise<{ readonly book: Rulebook; readonly withhold?: string | undefined }>;
  /** The setting `safety.max_deletions`; undefined: not set. */
  readonly maxDeletions: Quota | undefined;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly log: Log;
}

/** What to run: rules of which context, on which torrents, for real or not, explained or not. */
export interface PassRequest {
  /** For the log: whom it is for; of several jobs that share it the first. */
  readonly job?: string;
  readonly context: string | null;
  readonly scope: Scope;
  readonly dryRun: boolean;
  readonly trace: boolean;
}

/** What came of a pass. */
export interface Pass {
  /** What came of it for the torrent of that name; null: for all of them. */
  readonly reportFor: (hash: string | null) => Report;
  /** The same in numbers, for all torrents. */
  readonly tally: () => Tally;
  /** `too_many_deletions`: nothing destructive was done, and the rest was. */
  readonly failure?: AppError;
}

export interface Engine {
  /** One pass of the rules. Throws AppError when qBittorrent fails in a way that the whole pass depends on. */
  run(request: PassRequest, recorder: Recorder, signal: AbortSignal): Promise<Pass>;
  /** Looks whether qBittorrent is there, and learns what the next pass then need not ask. */
  look(): Promise<void>;
}

/** From rules and facts to requests: plan, then apply. A dry run is the same without the sending. */
export function createEngine(options: EngineOptions): Engine {
  const { client, clock, log, journal } = options;
  const settling = createSettling(clock);
  const categories = createCategories();
  const library = createLibrary(client, settling, clock);
  const guards = createGuards(options, library);

  /** Whatever became of it, the next pass waits until the list shows it. */
  async function send(request: PlannedRequest, signal: AbortSignal): Promise<void> {
    // Before it is sent: what may have been deleted counts.
    if (request.write.kind === "delete") await journal.recordDeletions(request.hashes.length);
    try {
      await client.write(request.write, request.hashes, signal);
      if ("category" in request.write) categories.learn([request.write.category]);
    } finally {
      settling.wrote(request);
    }
  }

  async function run(request: PassRequest, recorder: Recorder, signal: AbortSignal): Promise<Pass> {
    const { context: jobContext, scope, dryRun, job } = request;
    const ownLog = job === undefined ? log : log.with({ job });
    const sentBefore = [...recorder.sent];
    await untilShown(sentBefore.at(-1)?.begunAt, signal);
    const now = Math.floor(clock.now() / 1000);
    const before = client.requests();
    const { book, withhold } = await options.rules();
    const rules = book.rules.filter((rule) => runsFor(rule, jobContext));
    const known = rules.length === 0 ? nothing : await meet({ scope, book, rules }, signal);

    const sent = readSent(sentBefore.map((step) => step.request));
    const preparation = { rules, protect: book.protect, now, withhold, sent };
    const plan = (from: Known, guarded: Partial<Preparation>): Promise<Planned> =>
      planInWaves(client, from, (asked) => prepare({ ...preparation, ...guarded, server: asked }), signal);
    const { planned, guarded, tooMany } = await guards.apply(plan, { known, all: scope.all, book }, signal);
    const { plans, torrents } = planned;
    const context = prepare({ ...preparation, ...guarded, server: planned.server });

    const changes = groupRequests(plans, rules);
    const requests = [...categories.missing(changes, torrents), ...changes];
    const failures = dryRun ? createFailures() : await carryOut(requests, torrents, { recorder, signal, log: ownLog });

    const warnings = warningsFor(request, { book, rules, withhold, server: planned.server });
    const absent = rules.length === 0 ? [] : absentOf(scope, torrents).map(({ hash }) => whyAbsent(hash));
    const said = [...warnings, ...absent];
    logPass(ownLog, { plans, processed: torrents.length, requests, failures, dryRun, warnings: said });
    const after = client.requests();
    // What a dry run would have sent.
    const write = dryRun ? requests.length : after.write - before.write;
    const reportFor = createReports({
      torrents,
      plans,
      context,
      failures,
      dryRun,
      requests: { read: after.read - before.read, write },
      warnings,
      resumed: sentBefore.length,
      trace: request.trace ? trace({ torrents, plans, context, failures, book, jobContext }) : undefined,
    });
    const inNumbers = () => tally({ plans, failures, book, ran: rules });
    return { reportFor, tally: inNumbers, ...(tooMany && { failure: tooManyDeletions(tooMany, dryRun) }) };
  }

  async function carryOut(
    requests: readonly PlannedRequest[],
    torrents: readonly Torrent[],
    { recorder, signal, log: ownLog }: { readonly recorder: Recorder; readonly signal: AbortSignal; readonly log: Log },
  ): Promise<Failures> {
    const addedOn = new Map(torrents.map(({ hash, added_on: at }) => [hash, at]));
    if (requests.length > 0) await recorder.plan(requests.map((item) => toRecord(item, (hash) => addedOn.get(hash))));
    return await apply(requests, {
      send: (item) => send(item, signal),
      begin: (index) => recorder.begin(index),
      log: ownLog,
    });
  }

  /** The list lags behind what was sent by somebody who died: nothing else remembers that. */
  async function untilShown(sentAt: number | undefined, signal: AbortSignal): Promise<void> {
    const left = (sentAt ?? -LAG_MS) + LAG_MS - clock.now();
    if (left > 0) await clock.sleep(left, signal);
    signal.throwIfAborted();
  }

  async function meet(wanted: Omit<Wanted, "server">, signal: AbortSignal): Promise<Known> {
    const server = await connect(signal);
    return { torrents: await library.list({ ...wanted, server }, signal), server };
  }

  async function connect(signal?: AbortSignal): Promise<Server> {
    const version = await client.version(signal);
    return { has: (release) => isAtLeast(version, release), name: version.app };
  }

  const greeting = createGreeting(options, categories);
  return {
    run,
    look: async () => {
      try {
        await client.probe();
        await greeting.met(await connect());
      } catch (thrown) {
        greeting.left();
        throw thrown;
      }
    },
  };
}

/** For no rules: qBittorrent is not even asked for its version. */
const nothing: Known = { torrents: [], server: { name: "", has: () => true } };
