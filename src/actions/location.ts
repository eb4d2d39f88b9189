import * as v from "valibot";
import type { Torrent } from "../qbittorrent/torrent.ts";
import type { WantedLocation, Wish, WritesOf } from "./action.ts";
import { defineAction } from "./define.ts";
import { absolutePath, isSamePath } from "./path.ts";
import { onOff } from "./switch.ts";

export const setLocation = defineAction({
  about: "Moves the data of a torrent to a folder, and ends its automatic management",
  aspect: "location",
  destructive: () => () => true,
  // Servers before 5.0 show at once where a torrent is moved to, newer ones only when it is there: it is let arrive.
  unclear: ({ state }) => (state === "moving" ? "the data is being moved, and where to is not known" : undefined),
  params: v.strictObject({ path: absolutePath }),
  behaviour:
    ({ path }) =>
    ({ torrent, wish }) => {
      const isThere = isSamePath(wish.location?.path ?? torrent.save_path, path) && !isLeaving(torrent, wish);
      return isThere
        ? undefined
        : { wish: { location: { ...wish.location, managed: false, path } }, view: { ...elsewhere, auto_tmm: false } };
    },
});

export const setAutoManagement = defineAction({
  about: "Lets qBittorrent decide by category where the data lies, or leaves it where it is",
  aspect: ({ enabled }) => (enabled ? "auto_management" : "location"),
  // Switched on, it moves the data.
  destructive:
    ({ enabled }) =>
    () =>
      enabled,
  params: v.strictObject({
    enabled: onOff("enabled", "true: the data moves to where its category belongs; false: it stays where it is"),
  }),
  behaviour:
    ({ enabled }) =>
    ({ torrent }) =>
      torrent.auto_tmm === enabled
        ? undefined
        : {
            wish: { location: enabled ? { managed: true } : unmanaged },
            view: { ...(enabled && elsewhere), auto_tmm: enabled },
          },
  // As wished, though another category makes it unknown to later rules: it is asked for after that.
  changes:
    ({ enabled }) =>
    () => [
      ({ torrent, wish: { location } }) =>
        location === undefined
          ? torrent.auto_tmm === enabled
          : enabled
            ? location.managed
            : location.unmanaged === true,
    ],
});

const unmanaged: WantedLocation = { managed: false, unmanaged: true };

/** While data is moved, neither its place nor the state of the torrent are known. */
const elsewhere = {
  save_path: undefined,
  download_path: undefined,
  content_path: undefined,
  root_path: undefined,
  state: undefined,
};

/** Another category would take the data of a managed torrent along, if nothing ended the management first. */
const isLeaving = ({ auto_tmm: managed, category: from }: Torrent, { category: to = from }: Wish): boolean =>
  managed !== false && to !== from;

export const locationWrites: WritesOf = (torrent, wish) => {
  const { location } = wish;
  if (location === undefined || location.managed) return [];
  const { path } = location;
  // That ends the management too.
  if (path !== undefined && (!isSamePath(torrent.save_path, path) || isLeaving(torrent, wish)))
    return [{ kind: "set_location", path }];
  return torrent.auto_tmm !== false && location.unmanaged === true
    ? [{ kind: "set_auto_management", enabled: false }]
    : [];
};

export const autoManagementWrites: WritesOf = (torrent, { location }) =>
  location?.managed === true && torrent.auto_tmm !== true ? [{ kind: "set_auto_management", enabled: true }] : [];
