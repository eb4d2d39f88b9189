import { parentOf } from "./place.ts";
import type { VersionProfile } from "./profiles.ts";
import type { SimulatedRequest } from "./request.ts";
import type { SimulatedTorrent } from "./torrent.ts";

/** Of a torrent or, since 5.2, of a category: -2 and `Default` leave it to the category or the server, -1 is no limit. */
export type ShareLimits = Pick<
  SimulatedTorrent,
  "ratioLimit" | "seedingTimeLimit" | "inactiveSeedingTimeLimit" | "shareLimitAction" | "shareLimitsMode"
>;

export const OPEN_LIMITS: ShareLimits = {
  ratioLimit: -2,
  seedingTimeLimit: -2,
  inactiveSeedingTimeLimit: -2,
  shareLimitAction: "Default",
  shareLimitsMode: "Default",
};

/** As torrents/setShareLimits and torrents/createCategory have them: whatever is not understood becomes 0, or the default. */
export function readShareLimits(
  parameters: SimulatedRequest["parameters"],
  { shareLimitParameters: known, highestRatio, highestMinutes }: VersionProfile,
): ShareLimits {
  const limit = (name: string, highest: number, isNumber: (value: number) => boolean) => {
    if (!known.includes(name)) return OPEN;
    const value = Number(parameters[name] ?? OPEN);
    if (value < OPEN) return NONE;
    return isNumber(value) ? Math.min(value, highest) : 0;
  };
  const word = (name: string, words: readonly string[]) =>
    known.includes(name) ? (words.find((each) => each === parameters[name]) ?? "Default") : "Default";
  return {
    ratioLimit: limit("ratioLimit", highestRatio, Number.isFinite),
    seedingTimeLimit: limit("seedingTimeLimit", highestMinutes, Number.isInteger),
    inactiveSeedingTimeLimit: limit("inactiveSeedingTimeLimit", highestMinutes, Number.isInteger),
    shareLimitAction: word("shareLimitAction", ACTIONS),
    shareLimitsMode: word("shareLimitsMode", MODES),
  };
}

/** What a torrent in that category has where it leaves something open; without limits for all, that is none. */
export function limitsIn(
  category: string,
  own: ReadonlyMap<string, ShareLimits>,
): Pick<ShareLimits, "ratioLimit" | "seedingTimeLimit" | "inactiveSeedingTimeLimit"> {
  if (category === "") return { ratioLimit: NONE, seedingTimeLimit: NONE, inactiveSeedingTimeLimit: NONE };
  const limits = own.get(category) ?? OPEN_LIMITS;
  const above = limitsIn(parentOf(category), own);
  return {
    ratioLimit: resolved(limits.ratioLimit, above.ratioLimit),
    seedingTimeLimit: resolved(limits.seedingTimeLimit, above.seedingTimeLimit),
    inactiveSeedingTimeLimit: resolved(limits.inactiveSeedingTimeLimit, above.inactiveSeedingTimeLimit),
  };
}

export const resolved = (limit: number, inherited: number): number => (limit === OPEN ? inherited : limit);

const OPEN = -2;
const NONE = -1;

const ACTIONS = ["Stop", "Remove", "RemoveWithContent", "EnableSuperSeeding"];
const MODES = ["MatchAny", "MatchAll"];
