import type { Server } from "../../src/qbittorrent/facts.ts";
import type { Circumstances } from "../../src/rules/evaluate/compile.ts";
import { NOW, aServer } from "../support/builders.ts";

/** qBittorrent's releases, oldest first, with the WebAPI version that each says it has. */
const apis = {
  "4.1.4": "2.1.1",
  "4.1.5": "2.2",
  "4.1.9": "2.2.1",
  "4.2": "2.3",
  "4.2.5": "2.5.1",
  "4.3": "2.6",
  "4.3.1": "2.6.1",
  "4.3.3": "2.7",
  "4.3.4": "2.8.1",
  "4.3.5": "2.8.2",
  "4.3.9": "2.8.2",
  "4.4": "2.8.4",
  "4.4.5": "2.8.5",
  "4.5": "2.8.18",
  "4.5.1": "2.8.19",
  "4.6": "2.9.2",
  "4.6.7": "2.9.3",
  "5.0": "2.11.2",
  "5.1": "2.11.4",
  "5.2": "2.15.1",
  "5.3": "2.16.2",
} as const;

export type TestedRelease = keyof typeof apis;

const isTested = (name: string): name is TestedRelease => Object.hasOwn(apis, name);
export const testedReleases = Object.keys(apis).filter(isTested);

/** At `NOW`, on a server of that release. */
export const on = (release: TestedRelease, facts: Partial<Server> = {}): Circumstances => ({
  now: NOW,
  server: aServer(facts, apis[release]),
});
