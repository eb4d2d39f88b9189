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
  const limits = [torrent.ratio_limit, torrent.seeding_time_limit, torrent.inactive_seeding_time_limit];
  if (!server.has("5.2") || limits.every((limit) => limit === Infinity)) return false;
  const { categories } = server;
  if (categories === undefined) return "categories";
  const [from, to] = [torrent.category ?? "", wanted].map((name) => categoryOf(categories, name));
  // Without those of the category that it leaves, others come into force: at last those of the server.
  const changesLimits = to?.hasShareLimits === true || hasSay(from);
  const bringsLimits = changesLimits && limits.includes(undefined);
  const bringsAction = !isOwn(torrent.share_limit_action) && actionOf(from) !== actionOf(to);
  return bringsLimits || bringsAction ? reachingRemoves({ ...torrent, category: wanted }, server) : false;
}

/** Whether it says of a limit what it is, or that there is none. */
const hasSay = (category: Category | undefined): boolean =>
  category !== undefined && (category.hasShareLimits || category.liftsShareLimits === true);

/** One that is not there yet is created without settings of its own, and has those of the category that it is in. */
function categoryOf(categories: ReadonlyMap<string, Category>, name: string): Category | undefined {
  const found = categories.get(name);
  const end = name.lastIndexOf("/");
  return found !== undefined || end === -1 ? found : categoryOf(categories, name.slice(0, end));
}

const actionOf = ({ shareLimitAction: action }: Partial<Category> = {}): string | undefined =>
  isOwn(action) ? action : undefined;

const isOwn = (action: string | undefined): action is string => action !== undefined && action !== "Default";

const removes = (action: string): boolean => action !== "Stop" && action !== "EnableSuperSeeding";

/** The setting `max_ratio_act`: 0 stops, 2 turns super-seeding on; 1 and 3 remove. */
const harmlessForAll: readonly unknown[] = [0, 2];
