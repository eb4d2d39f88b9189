import { describe, expect, test } from "bun:test";
import { type Properties, toProperties } from "../../src/qbittorrent/properties.ts";

const propertiesOf = (answer: Readonly<Record<string, unknown>>): Properties => {
  const properties = toProperties({ total_size: 1000, ...answer });
  if (properties === undefined) throw new Error("no properties");
  return properties;
};

describe("the properties of a torrent", () => {
  test.each([
    ["dl_limit", -1, Infinity],
    ["up_limit", 2048, 2048],
    ["nb_connections_limit", 100, 100],
    ["nb_connections_limit", -1, Infinity],
    ["dl_speed_avg", 49_141, 49_141],
    ["dl_speed_avg", -1, undefined],
    ["up_speed_avg", -114_688, undefined],
    ["eta", 8_640_000, Infinity],
    ["share_ratio", 0.5, 0.5],
    ["share_ratio", -1, Infinity],
    ["popularity", null, undefined],
    ["popularity", -1, undefined],
    ["reannounce", 0, undefined],
    ["reannounce", 1800, 1800],
    ["addition_date", 1_795_373_902, 1_795_373_902],
    ["completion_date", -1, undefined],
    ["last_seen", -1, undefined],
    // In Tokyo, up to 4.6.
    ["creation_date", -32_400, undefined],
    ["creation_date", 1_700_000_000, 1_700_000_000],
    ["save_path", "/data/", "/data"],
    ["download_path", "", ""],
    ["comment", "hello", "hello"],
    ["infohash_v2", "", undefined],
    ["progress", 0.5, 0.5],
    ["availability", -1, undefined],
    ["pieces_num", 184, 184],
  ] as const)("%s %p is read as %p", (name, said, expected) => {
    expect(propertiesOf({ [name]: said })[name]).toBe(expected);
  });

  test.each([
    ["5.0 and newer", { private: true, is_private: true, has_metadata: true }],
    ["4.5.1 to 4.6", { is_private: true }],
  ])("tell that it is private: %s", (_, answer) => {
    expect(propertiesOf(answer)).toMatchObject({ private: true, is_private: true });
  });

  test("tell nothing about privacy before 4.5.1", () => {
    expect(propertiesOf({})).toMatchObject({ private: undefined, is_private: undefined });
  });

  describe("without metadata, what would depend on it is unknown", () => {
    const nothing = {
      availability: 0,
      is_private: false,
      piece_size: -1,
      pieces_have: 0,
      pieces_num: -1,
      progress: 0,
      total_size: -1,
    };

    test.each([
      ["as 5.0 and newer say", { ...nothing, has_metadata: false, private: null }],
      ["as older servers say", nothing],
    ])("%s", (_, answer) => {
      const properties = propertiesOf(answer);
      const known = Object.entries(properties).filter(([name, value]) => name in nothing && value !== undefined);
      expect(known).toEqual([]);
      expect(properties).toMatchObject({ has_metadata: false, private: undefined });
    });

    test("with it, they are what they say", () => {
      const there = { ...nothing, total_size: 5, piece_size: 5, pieces_num: 1 };
      expect(propertiesOf(there)).toMatchObject({ ...there, has_metadata: true, private: false });
    });
  });

  test.each([[null], [[]], ["x"], [undefined]])("%j is no answer about them", (answer) => {
    expect(toProperties(answer)).toBeUndefined();
  });
});
