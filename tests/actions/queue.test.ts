import { describe, expect, test } from "bun:test";
import type { QueueMove } from "../../src/qbittorrent/writes.ts";
import { aTorrent } from "../support/builders.ts";
import { actionOf, course, effectOn, writesAfter } from "./support.ts";

const types = ["increase_priority", "decrease_priority", "set_top_priority", "set_bottom_priority"] as const;
const up = ["increase_priority", "set_top_priority"] as const;
const down = ["decrease_priority", "set_bottom_priority"] as const;

const at = (priority: number) => aTorrent({ priority });

describe("a move in the queue", () => {
  test.each([...types])("%s is skipped for a torrent that is not queued", (type) => {
    expect(effectOn(at(0), actionOf(type))).toBeUndefined();
    expect(effectOn(at(7), actionOf(type))).toBeDefined();
  });

  test.each([...up])("%s is skipped for the first", (type) => {
    expect(effectOn(at(1), actionOf(type))).toBeUndefined();
  });

  test.each([...down])("%s is not: whether there are others, only the server knows", (type) => {
    expect(effectOn(at(1), actionOf(type))).toBeDefined();
  });

  test.each([...types])("%s leaves unknown where the torrent then is", (type) => {
    expect(course(at(7), [actionOf(type)]).torrent.priority).toBeUndefined();
  });

  test.each([...types])("%s destroys nothing, and supersedes nothing", (type) => {
    const action = actionOf(type);
    expect(action.relative).toBe(true);
    expect(action.destructive).toBeUndefined();
  });

  test("is asked for as often as rules move the torrent, in their order", () => {
    const moves: readonly QueueMove[] = ["increase", "increase", "bottom", "top", "decrease"];
    const named = { increase: types[0], decrease: types[1], top: types[2], bottom: types[3] };
    expect(writesAfter(at(7), ...moves.map((move) => actionOf(named[move])))).toEqual(
      moves.map((move) => ({ kind: "move_in_queue", move })),
    );
  });
});
