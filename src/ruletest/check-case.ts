import type { Category, Server } from "../qbittorrent/facts.ts";
import { didYouMean } from "../lib/nearest.ts";
import type { Parsed } from "../lib/units.ts";
import type { Path } from "../rules/source.ts";
import type { Case, GivenTorrent } from "./case.ts";
import { type ExpectationReading, readExpectations } from "./expectation.ts";
import type { Findings } from "./findings.ts";
import { type Reading, readFields } from "./fields.ts";
import { readTorrent } from "./given.ts";
import { readInstant } from "./moment.ts";
import { type ServerRelease, readRelease } from "./server.ts";
import type { CaseShape, TorrentShape } from "./shape.ts";

/** A test whose shape is right, with what its names and values mean; problems are among the findings. */
export function checkCase(shape: CaseShape, path: Path, defaults: ExpectationReading): Case {
  const { findings, book } = defaults;
  const now = readNow(shape.now, [...path, "now"], findings) ?? defaults.moment.now;
  const release = readServer(shape.server, [...path, "server"], findings) ?? defaults.moment.server;
  const reading: ExpectationReading = { findings, book, moment: { now, server: release } };
  const torrents = readTorrents(shape.given, [...path, "given"], reading);
  checkContext(shape.context, [...path, "context"], reading);
  return {
    name: shape.name,
    place: findings.source.where(path),
    context: shape.context ?? null,
    now,
    server: readFacts(shape, path, release, reading),
    torrents,
    expectations: readExpectations(shape.expect, torrents, [...path, "expect"], reading),
  };
}

export const readNow = (written: unknown, path: Path, findings: Findings): number | undefined =>
  written === undefined ? undefined : valueOf(readInstant(written), path, findings);

export const readServer = (
  written: string | number | undefined,
  path: Path,
  findings: Findings,
): ServerRelease | undefined => (written === undefined ? undefined : valueOf(readRelease(written), path, findings));

function valueOf<T>(read: Parsed<T>, path: Path, { source, problems }: Findings): T | undefined {
  if (read.ok) return read.value;
  problems.push({ code: "value", message: read.message, where: source.where(path), hint: read.hint });
  return undefined;
}

function readTorrents(
  given: TorrentShape | readonly TorrentShape[],
  path: Path,
  reading: Reading,
): readonly GivenTorrent[] {
  if (!isList(given)) return [readTorrent(given, path, 0, reading)];
  const torrents = given.map((shape, index) => readTorrent(shape, [...path, index], index, reading));
  const { source, problems } = reading.findings;
  const hashes = torrents.map(({ torrent }) => torrent.hash);
  for (const [index, hash] of hashes.entries()) {
    if (hashes.indexOf(hash) === index) continue;
    const where = source.where([...path, index, "info", "hash"]);
    problems.push({ code: "duplicate-hash", message: "another torrent of this test has the same hash", where });
  }
  return torrents;
}

const isList = (given: TorrentShape | readonly TorrentShape[]): given is readonly TorrentShape[] =>
  Array.isArray(given);

/** What the test does not give of the server was asked for, and is not known. */
function readFacts(shape: CaseShape, path: Path, release: ServerRelease, reading: Reading): Server {
  const settings = readFields({ namespace: "app" }, shape.preferences ?? {}, [...path, "preferences"], reading);
  const transfer = readFields({ namespace: "transfer" }, shape.transfer ?? {}, [...path, "transfer"], reading);
  return {
    ...release,
    preferences: Object.fromEntries(settings.map(({ key, value }) => [key, value])),
    transfer: Object.fromEntries(transfer.map(({ key, value }) => [key, value])),
    categories: readCategories(shape.categories),
  };
}

/** A category that is not named has nothing of its own. */
function readCategories(given: CaseShape["categories"] = {}): ReadonlyMap<string, Category> {
  return new Map(
    Object.entries(given).map(([name, { share_limit_action: action, has_share_limits: limits = false }]) => [
      name,
      { name, shareLimitAction: action, hasShareLimits: limits },
    ]),
  );
}

/** It runs all the same: that nothing happens then may be what is tested. */
function checkContext(context: string | undefined, path: Path, { findings, book }: ExpectationReading): void {
  if (context === undefined || book === undefined) return;
  const known = [...new Set(book.rules.flatMap(({ contexts = [] }) => contexts))];
  if (known.includes(context)) return;
  findings.warnings.push({
    code: "unknown-context",
    message: `no rule names the context "${context}"`,
    where: findings.source.where(path),
    hint: known.length === 0 ? "no rule names any" : didYouMean(context, known),
  });
}
