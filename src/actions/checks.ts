import { type Torrent, isChecking } from "../qbittorrent/torrent.ts";
import type { WritesOf } from "./action.ts";
import { defineAction, noParams } from "./define.ts";

/** While the data is checked, neither state nor progress mean what they say. */
export const recheck = defineAction({
  about: "Compares the data on disk with the torrent",
  aspect: "recheck",
  params: noParams,
  behaviour: () => (situation) =>
    situation.wish.recheck === true || isChecking(situation.torrent.state)
      ? undefined
      : { wish: { recheck: true }, view: { ...unchecked, ...filesOf(situation.torrent) } },
});

/** As the client has it while the server checks. */
const unchecked = {
  state: undefined,
  progress: undefined,
  amount_left: undefined,
  completed: undefined,
  pieces_have: undefined,
};

const filesOf = ({ files }: Torrent): Pick<Torrent, "files"> =>
  files === undefined ? {} : { files: files && files.map((file) => ({ ...file, progress: undefined })) };

export const reannounce = defineAction({
  about: "Asks the trackers for peers now",
  aspect: "reannounce",
  needs: () => ({ release: "4.1.2", what: "reannounce" }),
  params: noParams,
  behaviour: () => (situation) =>
    situation.wish.reannounce === true ? undefined : { wish: { reannounce: true }, view: {} },
});

/** What is being checked is so already, also where an earlier rule made its state unknown. */
export const recheckWrites: WritesOf = ({ state }, wish) =>
  wish.recheck === true && !isChecking(state) ? [{ kind: "recheck" }] : [];

export const reannounceWrites: WritesOf = (_, wish) => (wish.reannounce === true ? [{ kind: "reannounce" }] : []);
