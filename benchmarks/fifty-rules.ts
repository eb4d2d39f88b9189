import type { Torrent } from "../src/qbittorrent/torrent.ts";
import { aboutNumbers } from "./fifty-rules-numbers.ts";
import { aboutWords } from "./fifty-rules-words.ts";

/** The conditions of fifty-rules.yml as anyone would write them by hand, in the same order. */
export const byHand: readonly ((torrent: Torrent) => boolean)[] = [...aboutWords, ...aboutNumbers];
