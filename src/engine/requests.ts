import { type Action, type Aspect, aspects } from "../actions/action.ts";
import type { AspectWrite } from "../actions/catalogue.ts";
import type { Write } from "../qbittorrent/writes.ts";
import type { Rule } from "../rules/rule.ts";
import type { TorrentPlan } from "./plan.ts";
import { nameOf } from "./sent.ts";

/** One request to qBittorrent: an action and a value, for all torrents concerned. */
export interface PlannedRequest {
  readonly aspect: Aspect;
  readonly write: Write;
  readonly hashes: readonly string[];
  /** Which action of which rule it is, where it stands for that one alone. */
  readonly by?: string;
}

/**
 * Pure. One request per (action, value), in the order of `aspects`, deletes last. Moves in the queue are relative, so that
 * none is merged with another: each action of each rule has its own request for all its torrents, in the order of the rules.
 */
export function groupRequests(
  plans: readonly TorrentPlan[],
  rules: readonly Pick<Rule, "name" | "actions">[],
): PlannedRequest[] {
  const turns = turnsOf(rules);
  const groups = new Map<string, Group>();
  for (const plan of plans) addWrites(groups, plan, turns);
  const ordered = [...groups.values()].toSorted(
    (a, b) => aspects.indexOf(a.aspect) - aspects.indexOf(b.aspect) || placeOf(a) - placeOf(b),
  );
  return mergeTags(
    ordered.map(({ aspect, write, hashes, turn }) => ({ aspect, write, hashes, ...(turn && { by: turn.by }) })),
  );
}

/** An action among those of all rules. */
interface Turn {
  readonly place: number;
  readonly by: string;
}

type Turns = ReadonlyMap<Action, Turn>;

interface SingleWrite extends AspectWrite {
  /** Undefined: it may share a request. */
  readonly turn: Turn | undefined;
}

interface Group extends SingleWrite {
  readonly hashes: string[];
}

const placeOf = ({ turn }: Group): number => turn?.place ?? 0;

function addWrites(groups: Map<string, Group>, plan: TorrentPlan, turns: Turns): void {
  const movers = plan.writes.some(({ aspect }) => aspect === "queue") ? queueActions(plan).values() : undefined;
  for (const { aspect, write } of plan.writes) {
    const mover = aspect === "queue" ? movers?.next().value : undefined;
    addTo(groups, { aspect, write, turn: mover && turns.get(mover) }, plan.torrent.hash);
  }
}

function addTo(groups: Map<string, Group>, { aspect, write, turn }: SingleWrite, hash: string): void {
  const key = turn === undefined ? sameValue(write) : `turn ${turn.place}`;
  const group = groups.get(key);
  if (group === undefined) groups.set(key, { aspect, write, hashes: [hash], turn });
  else group.hashes.push(hash);
}

function turnsOf(rules: readonly Pick<Rule, "name" | "actions">[]): Turns {
  const all = rules.flatMap((rule) => rule.actions.map((action) => ({ action, by: nameOf(rule, action) })));
  return new Map(all.map(({ action, by }, place) => [action, { place, by }]));
}

/** Those that move the torrent, one for each of its writes to the queue. */
const queueActions = ({ actions }: TorrentPlan): readonly Action[] =>
  actions
    .filter(({ action, outcome }) => action.aspect === "queue" && outcome === "executed")
    .map(({ action }) => action);

/** The kind first, and what may hold a line break last and alone: no two writes that differ have one key. */
const sameValue = (write: Write): string =>
  "tags" in write ? `${write.kind}\n${write.tags.join(",")}` : Object.values(write).map(String).join("\n");

/** Tags for exactly the same torrents go in one request. */
function mergeTags(requests: readonly PlannedRequest[]): PlannedRequest[] {
  const merged = new Map<string, PlannedRequest>();
  for (const request of requests) {
    const { write, hashes } = request;
    if (write.kind !== "add_tags" && write.kind !== "remove_tags") merged.set(String(merged.size), request);
    else {
      const key = `${write.kind} ${hashes.join(" ")}`;
      const before = merged.get(key)?.write;
      const tags = before?.kind === write.kind ? [...before.tags, ...write.tags] : write.tags;
      merged.set(key, { ...request, write: { kind: write.kind, tags } });
    }
  }
  return [...merged.values()];
}
