import { describe, expect, test } from "bun:test";
import { withFetched } from "../../src/qbittorrent/fetched.ts";
import { toProperties } from "../../src/qbittorrent/properties.ts";
import { toTrackerList } from "../../src/qbittorrent/tracker.ts";
import { aTorrent } from "../support/builders.ts";

const listSaying = (msg: string) => toTrackerList([{ url: "** [DHT] **", msg }]);

describe("what a request has told about a torrent", () => {
  test("is there afterwards, and the torrent as it was is not touched", () => {
    const before = aTorrent();
    const after = withFetched(before, "webseeds", [{ url: "http://seed.example/" }]);
    expect(after).toEqual({ ...before, webseeds: [{ url: "http://seed.example/" }] });
    expect(before.webseeds).toBeUndefined();
  });

  test.each(["trackers", "files", "properties", "webseeds", "peers"] as const)(
    "%s of a torrent that is gone are known not to be there",
    (source) => {
      expect(withFetched(aTorrent(), source, undefined)[source]).toBeNull();
    },
  );
});

describe("whether a torrent is private, as the trackers tell", () => {
  test.each([
    ["it is", { total_size: 5 }, "This torrent is private", true],
    ["it is not", { total_size: 5 }, "", false],
    ["nobody knows yet without metadata", { total_size: -1 }, "", undefined],
    ["nobody knows where the list does not tell whether there is metadata", { total_size: undefined }, "", undefined],
    ["the list knows better, since 5.0", { total_size: 5, private: true }, "", true],
  ])("%s", (_, row, msg, expected) => {
    expect(withFetched(aTorrent(row), "trackers", listSaying(msg)).private).toBe(expected);
  });
});

describe("how far a torrent is, as the properties tell", () => {
  const properties = toProperties({ total_size: 5, progress: 0.5, pieces_have: 2 });

  test("is what they say", () => {
    const { properties: found } = withFetched(aTorrent({ progress: 0.5 }), "properties", properties);
    expect(found).toMatchObject({ progress: 0.5, pieces_have: 2 });
  });

  test("is unknown while data is checked, for then they tell how far the check is", () => {
    const { properties: found } = withFetched(aTorrent({ state: "checkingUP" }), "properties", properties);
    expect(found).toMatchObject({ progress: undefined, pieces_have: undefined, total_size: 5 });
  });
});
