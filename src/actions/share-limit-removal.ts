import type { Category, Server, ServerSource } from "../qbittorrent/facts.ts";
import type { Torrent } from "../qbittorrent/torrent.ts";

/**
 * Whether a torrent that reaches a share limit is removed: its own setting decides, then that of its category (5.2 and
 * newer), then that of the server. The name of the source that is missing to tell. What is not understood may remove.
 */
export function reachingRemoves(
  { share_limit_action: own, category = "" }: Torrent,
  { has, categories, preferences }: Server,
): boolean | ServerSource {
  if (isOwn(own)) return removes(own);
  if (has("5.2") && category !== "") {
    if (categories === undefined) return "categories";
    const inherited = categoryOf(categories, category)?.shareLimitAction;
    if (isOwn(inherited)) return removes(inherited);
  }
  return preferences === undefined ? "preferences" : !harmlessForAll.includes(preferences["max_ratio_act"]);
}

/**
 * Whether another category brings a torrent nearer to being removed: by limits that it has not itself, or by what happens
 * when one is reached. Only categories of 5.2 and newer have either.
 */
export function categoryRemoves(torrent: Torrent, wanted: string, server: Server): boolean | ServerSource {
  if (!server.has("5.2") || limitsOf(torrent).every((limit) => limit === Infinity)) return false;
  const { categories } = server;
  if (categories === undefined) return "categories";
  const [from, to] = [torrent.category ?? "", wanted].map((name) => categoryOf(categories, name));
  const isHarmless = !bringsLimits(torrent, { from, to }, server) && !bringsAction(torrent, { from, to });
  return isHarmless ? false : reachingRemoves({ ...torrent, category: wanted }, server);
}

interface Move {
  readonly from: Category | undefined;
  readonly to: Category | undefined;
}

/**
 * Without the limits of the category that it leaves, others come into force: at last those of the server. Where all have to
 * be reached, one less does as well.
 */
const bringsLimits = (torrent: Torrent, { from, to }: Move, server: Server): boolean =>
  limitsOf(torrent).includes(undefined) &&
  (to?.hasShareLimits === true || hasSay(from) || (mayNeedAll(torrent, server) && hasSay(to)));

/** What happens when they are reached, or when that is so. */
const bringsAction = ({ share_limit_action: action, share_limits_mode: mode }: Torrent, { from, to }: Move): boolean =>
  (!isOwn(action) && actionOf(from) !== actionOf(to)) || (!isOwn(mode) && modeOf(from) !== modeOf(to));

const limitsOf = (torrent: Torrent): readonly (number | undefined)[] => [
  torrent.ratio_limit,
  torrent.seeding_time_limit,
  torrent.inactive_seeding_time_limit,
];

/** Whether it says of a limit what it is, or that there is none. */
const hasSay = (category: Category | undefined): boolean =>
  category !== undefined && (category.hasShareLimits || category.liftsShareLimits === true);

/** One that is not there yet is created without settings of its own, and has those of the category that it is in. */
function categoryOf(categories: ReadonlyMap<string, Category>, name: string): Category | undefined {
  const found = categories.get(name);
  const end = name.lastIndexOf("/");
  return found !== undefined || end === -1 ? found : categoryOf(categories, name.slice(0, end));
}

/** Whether a limit may count only together with the others, since 5.3: by the torrent's own setting, its category's or the server's. */
export const mayNeedAll = ({ share_limits_mode: own }: Torrent, { has }: Server): boolean =>
  has("5.3") && own !== "MatchAny";

const modeOf = ({ shareLimitsMode: mode }: Partial<Category> = {}): string | undefined =>
  isOwn(mode) ? mode : undefined;

const actionOf = ({ shareLimitAction: action }: Partial<Category> = {}): string | undefined =>
  isOwn(action) ? action : undefined;

const isOwn = (action: string | undefined): action is string => action !== undefined && action !== "Default";

const removes = (action: string): boolean => action !== "Stop" && action !== "EnableSuperSeeding";

/** The setting `max_ratio_act`: 0 stops, 2 turns super-seeding on; 1 and 3 remove. */
const harmlessForAll: readonly unknown[] = [0, 2];
