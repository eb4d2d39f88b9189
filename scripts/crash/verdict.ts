import type { Simulator } from "../../tests/support/qbittorrent/simulator/main.ts";
import { diedEachTime } from "../../src/queue/queue.ts";
import { jobDetails, listJobs, type Details, type Listed } from "./api.ts";
import type { Asked, Witnesses } from "./clients.ts";
import type { Door } from "./door.ts";
import type { Verdict } from "../under-test/verdict.ts";
import { changesOfWriter, handedOver, overlaps } from "./overlaps.ts";
import type { Write } from "./writes.ts";

/** A job that was acknowledged, and what became of it. */
interface Kept extends Asked {
  readonly id: string;
  readonly job: Details;
  readonly effects: number;
}

interface Seen extends Pick<Witnesses, "asked" | "ends"> {
  /** Jobs that have to complete, since a run without any would find nothing wrong. */
  readonly least: number;
  readonly writes: readonly Write[];
}

/** Holds what the clients were promised against what the server and qBittorrent say at the end. */
export async function judge(server: Door, qbittorrent: Simulator, seen: Seen): Promise<Verdict> {
  const jobs = await listJobs(server);
  const byId = new Map(jobs.map((job) => [job.job_id, job]));
  const deletions = new Map<string, number>();
  for (const { hash } of qbittorrent.deletions) deletions.set(hash, (deletions.get(hash) ?? 0) + 1);

  const lost: string[] = [];
  const kept: Kept[] = [];
  for (const asked of seen.asked) {
    if (asked.id === undefined) continue;
    if (!byId.has(asked.id)) lost.push(`lost: ${asked.id} (${asked.context})`);
    else
      kept.push({
        ...asked,
        id: asked.id,
        job: await jobDetails(server, asked.id),
        effects: effects(asked, deletions),
      });
  }
  const unanswered = seen.asked.filter(({ id }) => id === undefined).length;
  const extra = jobs.length - kept.length;
  const completed = kept.filter(({ job }) => job.status === "completed");
  return {
    wrong: [
      ...lost,
      ...(extra > unanswered ? [`${extra} jobs that nobody asked for`] : []),
      ...(completed.length < Math.max(seen.least, kept.length / 2) ? ["too few jobs completed to show anything"] : []),
      ...kept.flatMap(wrongEnd),
      ...seen.asked.flatMap((asked) => doubled(asked, deletions)),
      ...changedEnds(seen.ends, byId),
      ...wrongOrder(jobs, kept),
      ...overlaps(seen.writes),
    ],
    counts: {
      acknowledged: kept.length + lost.length,
      completed: completed.length,
      "given up after three deaths": kept.filter(({ job }) => job.error === diedEachTime).length,
      "cut off and resumed": completed.filter(({ job }) => job.result?.resumed !== undefined).length,
      "stored, but the answer was cut off": extra,
      "effects not repeated because of doubt": completed.filter((one) => one.effects === 0).length,
      "effects that must happen once": seen.asked.reduce(
        (sum, one) => sum + (one.context === "tag" ? 0 : effects(one, deletions)),
        0,
      ),
      "writes to qBittorrent": seen.writes.length,
      "times another life of a server went on": changesOfWriter(seen.writes),
      "jobs that several lives wrote for": handedOver(seen.writes),
    },
  };
}

function effects({ context, torrent }: Asked, deletions: ReadonlyMap<string, number>): number {
  return {
    tag: torrent.tags.size,
    recheck: torrent.rechecks,
    reannounce: torrent.reannounces,
    move: torrent.queueMoves,
    delete: deletions.get(torrent.hash) ?? 0,
  }[context];
}

const doubled = (asked: Asked, deletions: ReadonlyMap<string, number>): string[] => {
  const times = effects(asked, deletions);
  return times > 1 ? [`${asked.context} took place ${times} times: ${asked.id ?? "job without an answer"}`] : [];
};

/** Without the effect a job may only be if it was cut off after it had begun, and if that effect cannot be looked at. */
function wrongEnd({ id, context, job, effects: times }: Kept): string[] {
  const { status, error, result } = job;
  if (status === "failed" && error === diedEachTime) return [];
  if (status !== "completed") return [`not completed: ${id} (${context}) is ${status}: ${error ?? ""}`];
  if (result === null || result.errors > 0) return [`completed with errors: ${id} (${context})`];
  const mayDoubt = context !== "tag" && context !== "delete" && result.resumed !== undefined;
  return times === 0 && !mayDoubt ? [`completed without an effect: ${id} (${context})`] : [];
}

/** Ends that were seen while servers came and went are final. */
function changedEnds(ends: ReadonlyMap<string, string>, byId: ReadonlyMap<string, Listed>): string[] {
  return [...ends].flatMap(([id, before]) => {
    const job = byId.get(id);
    const now = job === undefined ? "gone" : `${job.status} at ${job.completed_at ?? "no time"}`;
    return now === before ? [] : [`ended twice: ${id} was ${before}, and is ${now}`];
  });
}

/** Jobs are stored in the order in which each client was answered, and end in the order in which they are stored. */
function wrongOrder(jobs: readonly Listed[], kept: readonly Kept[]): string[] {
  const place = new Map(jobs.map(({ job_id: id }, index) => [id, index]));
  const last = new Map<number, number>();
  const stored = kept.flatMap(({ id, client }) => {
    const before = last.get(client) ?? -1;
    const at = place.get(id) ?? -1;
    last.set(client, at);
    return at > before ? [] : [`stored before an earlier one of the same client: ${id}`];
  });
  const ended = jobs.flatMap((job, index) => {
    const before = jobs[index - 1]?.completed_at ?? "";
    return (job.completed_at ?? "") >= before ? [] : [`ended before the one in front of it: ${job.job_id}`];
  });
  return [...stored, ...ended];
}
