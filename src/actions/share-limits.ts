import type { Server } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { ShareLimit } from "../qbittorrent/writes.ts";
import type { Action, WantedShareLimits, WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";
import { shareLimitParams } from "./share-limit-params.ts";
import { mayNeedAll, reachingRemoves } from "./share-limit-removal.ts";

export const setShareLimits = defineAction({
  about: "Sets when a torrent has seeded enough, and what happens then; what is not named stays as it is",
  aspect: "share_limits",
  needs,
  destructive:
    (wanted) =>
    ({ torrent, server }) => {
      if (limitsAtStake(torrent, wanted, server).every((limit) => limit === Infinity)) return false;
      return reachingRemoves({ ...torrent, ...view(wanted) }, server);
    },
  params: shareLimitParams,
  behaviour:
    (wanted) =>
    ({ torrent, wish }) =>
      isSo(torrent, wanted)
        ? undefined
        : { wish: { shareLimits: { ...wish.shareLimits, ...wanted } }, view: view(wanted) },
  changes: (wanted) => {
    const each = Object.entries(wanted).map(([name, value]): WantedShareLimits => ({ [name]: value }));
    return ({ torrent }) => each.filter((one) => !isSo(torrent, one)).map((one) => (later) => isSo(later.torrent, one));
  },
});

export const shareLimitWrites: WritesOf = (torrent, { shareLimits: wanted }) => {
  if (wanted === undefined || isSo(torrent, wanted)) return [];
  return [
    {
      kind: "set_share_limits",
      ratio: wanted.ratio ?? present(torrent.ratio_limit),
      seedingTime: wanted.seedingTime ?? present(torrent.seeding_time_limit),
      inactiveSeedingTime: wanted.inactiveSeedingTime ?? present(torrent.inactive_seeding_time_limit),
      action: wanted.whenReached ?? torrent.share_limit_action ?? "Default",
      mode: torrent.share_limits_mode ?? "Default",
    },
  ];
};

/** The newer of the two, when both are named. */
function needs({ inactiveSeedingTime, whenReached }: WantedShareLimits): Action["needs"] {
  if (whenReached !== undefined) return { release: "5.2", what: "when_reached" };
  return inactiveSeedingTime === undefined ? undefined : { release: "4.6", what: "inactive_seeding_time" };
}

/**
 * The limits that can bring about more than before: those named; all of them where it is said what they lead to, or where
 * all have to be reached, so that without one the others suffice.
 */
function limitsAtStake(torrent: Torrent, wanted: WantedShareLimits, server: Server): readonly ShareLimit[] {
  const { ratio, seedingTime, inactiveSeedingTime, whenReached } = wanted;
  const named = [ratio, seedingTime, inactiveSeedingTime].filter((limit) => limit !== undefined);
  if (whenReached === undefined && !mayNeedAll(torrent, server)) return named;
  return [
    ratio ?? present(torrent.ratio_limit),
    seedingTime ?? present(torrent.seeding_time_limit),
    inactiveSeedingTime ?? present(torrent.inactive_seeding_time_limit),
  ];
}

function isSo(torrent: Torrent, { ratio, seedingTime, inactiveSeedingTime, whenReached }: WantedShareLimits): boolean {
  return (
    (ratio === undefined || sameRatio(ratio, present(torrent.ratio_limit))) &&
    (seedingTime === undefined || seedingTime === present(torrent.seeding_time_limit)) &&
    (inactiveSeedingTime === undefined || inactiveSeedingTime === present(torrent.inactive_seeding_time_limit)) &&
    (whenReached === undefined || whenReached === (torrent.share_limit_action ?? "Default"))
  );
}

/** When it ends, qBittorrent cuts ratios down to thousandths: 1.001 may come back as 1. */
const sameRatio = (a: ShareLimit, b: ShareLimit): boolean =>
  a === b || (a !== "global" && b !== "global" && Math.abs(a - b) < 0.0015);

/** Of a torrent, no limit of its own means the global one. */
const present = (limit: number | undefined): ShareLimit => limit ?? "global";

/** What holds in the end (`max_…`) is known of limits of the torrent's own alone. */
function view({ ratio, seedingTime, inactiveSeedingTime, whenReached }: WantedShareLimits): Partial<Torrent> {
  return {
    ...(ratio !== undefined && { ratio_limit: own(ratio), max_ratio: own(ratio) }),
    ...(seedingTime !== undefined && { seeding_time_limit: own(seedingTime), max_seeding_time: own(seedingTime) }),
    ...(inactiveSeedingTime !== undefined && {
      inactive_seeding_time_limit: own(inactiveSeedingTime),
      max_inactive_seeding_time: own(inactiveSeedingTime),
    }),
    ...(whenReached !== undefined && { share_limit_action: whenReached }),
  };
}

const own = (limit: ShareLimit): number | undefined => (limit === "global" ? undefined : limit);
