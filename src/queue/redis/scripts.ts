import { createHash } from "node:crypto";
import beginStep from "./scripts/begin-step.lua" with { type: "text" };
import cancel from "./scripts/cancel.lua" with { type: "text" };
import claim from "./scripts/claim.lua" with { type: "text" };
import common from "./scripts/common.lua" with { type: "text" };
import deletionsSince from "./scripts/deletions-since.lua" with { type: "text" };
import dropLease from "./scripts/drop-lease.lua" with { type: "text" };
import enqueue from "./scripts/enqueue.lua" with { type: "text" };
import enqueueTurn from "./scripts/enqueue-turn.lua" with { type: "text" };
import finish from "./scripts/finish.lua" with { type: "text" };
import get from "./scripts/get.lua" with { type: "text" };
import keepTurns from "./scripts/keep-turns.lua" with { type: "text" };
import lastTurn from "./scripts/last-turn.lua" with { type: "text" };
import list from "./scripts/list.lua" with { type: "text" };
import pruneDeletions from "./scripts/prune-deletions.lua" with { type: "text" };
import prune from "./scripts/prune.lua" with { type: "text" };
import recordDeletions from "./scripts/record-deletions.lua" with { type: "text" };
import recordSteps from "./scripts/record-steps.lua" with { type: "text" };
import release from "./scripts/release.lua" with { type: "text" };
import renewLease from "./scripts/renew-lease.lua" with { type: "text" };
import rescue from "./scripts/rescue.lua" with { type: "text" };
import skipTurn from "./scripts/skip-turn.lua" with { type: "text" };
import stats from "./scripts/stats.lua" with { type: "text" };

/** A script as Redis knows it: by its text, or by the hash of a text it has seen. */
export interface Script {
  readonly text: string;
  readonly sha1: string;
}

/** One for each transition, each of them all or nothing; what it takes and returns stands at its top. */
export const scripts = {
  beginStep: script(beginStep),
  cancel: script(cancel),
  claim: script(claim),
  deletionsSince: script(deletionsSince),
  dropLease: script(dropLease),
  enqueue: script(enqueue),
  enqueueTurn: script(enqueueTurn),
  finish: script(finish),
  get: script(get),
  keepTurns: script(keepTurns),
  lastTurn: script(lastTurn),
  list: script(list),
  prune: script(prune),
  pruneDeletions: script(pruneDeletions),
  recordDeletions: script(recordDeletions),
  recordSteps: script(recordSteps),
  release: script(release),
  renewLease: script(renewLease),
  rescue: script(rescue),
  skipTurn: script(skipTurn),
  stats: script(stats),
} as const;

function script(own: string): Script {
  const text = `${common}\n${own}`;
  return { text, sha1: createHash("sha1").update(text).digest("hex") };
}
