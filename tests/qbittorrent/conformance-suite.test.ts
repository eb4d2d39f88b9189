import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";

import { behaviours } from "../support/qbittorrent/conformance.ts";
import { type Facts, factsOf } from "../support/qbittorrent/conformance/facts.ts";
import { SIMULATED_VERSIONS, profileOf } from "../support/qbittorrent/simulator/profiles.ts";

const SUITE = "tests/support/qbittorrent/conformance";

test("what is held against the simulator is held against real servers: the suite cannot tell one from the other", () => {
  for (const name of readdirSync(SUITE)) {
    expect(readFileSync(`${SUITE}/${name}`, "utf8"), name).not.toMatch(/from "[^"]*(?:simulator|\/real\.ts)/);
  }
});

test("each behaviour has a name of its own", () => {
  expect(behaviours().length).toBe(new Set(behaviours()).size);
});

/** What no real server here answers: it is documented of a release that there is no server of, and only its profile shows it. */
const DOCUMENTED_ONLY: readonly string[] = [
  "4.1.9 infoFields: 42",
  "4.1.9 never: 4294967295",
  "4.1.9 setsSessionTimeout: false",
  "4.1.9 tags: 404",
  "4.3.9 infoFields: 46",
  "4.6.7 infoFields: 51",
  "5.2.3 infoFields: 66",
];

const entries = (facts: Facts) => Object.entries(facts).filter(([name]) => name !== "version" && name !== "webApi");

const basisOf = (basis: "observed" | "documented") =>
  SIMULATED_VERSIONS.filter((version) => profileOf(version).basis === basis);

test("what is expected of a simulated version alone is said to be so", () => {
  const observed = basisOf("observed").map((version) => factsOf(version));
  const seen = new Set(observed.flatMap(entries).map(([name, value]) => `${name}: ${String(value)}`));
  const unseen = basisOf("documented").flatMap((version) =>
    entries(factsOf(version))
      .map(([name, value]) => `${name}: ${String(value)}`)
      .filter((fact) => !seen.has(fact))
      .map((fact) => `${version} ${fact}`),
  );
  expect(unseen.toSorted()).toEqual([...DOCUMENTED_ONLY]);
});
