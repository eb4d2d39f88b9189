import type { QueueMove } from "../qbittorrent/writes.ts";
import type { ActionDefinition, WritesOf } from "./action.ts";
import { defineAction, noParams } from "./define.ts";

export const increasePriority = movingInQueue("increase", "Moves a torrent one place up in the queue");

export const decreasePriority = movingInQueue("decrease", "Moves a torrent one place down in the queue");

export const setTopPriority = movingInQueue("top", "Moves a torrent to the top of the queue");

export const setBottomPriority = movingInQueue("bottom", "Moves a torrent to the bottom of the queue");

/** Relative to where the torrent is then, and to the others: what comes of it is for the server to say. */
function movingInQueue(move: QueueMove, about: string): ActionDefinition {
  const goesUp = move === "increase" || move === "top";
  return defineAction({
    about: `${about}; torrents that are complete have no place there`,
    aspect: "queue",
    relative: true,
    params: noParams,
    behaviour:
      () =>
      ({ torrent: { priority }, wish: { queueMoves = [] } }) => {
        const isQueued = priority !== 0;
        const isThere = goesUp && priority === 1;
        return isQueued && !isThere
          ? { wish: { queueMoves: [...queueMoves, move] }, view: { priority: undefined } }
          : undefined;
      },
  });
}

export const queueWrites: WritesOf = (_, { queueMoves = [] }) =>
  queueMoves.map((move) => ({ kind: "move_in_queue", move }));
