import * as v from "valibot";

import type { Json } from "./answer.ts";
import { done } from "./answer.ts";
import { mutation, type Endpoints } from "./endpoint.ts";
import type { VersionProfile } from "./profiles.ts";
import { isSince } from "../releases.ts";

export const preferenceEndpoints: Endpoints = {
  "app/setPreferences": mutation(({ store, parameter }) => {
    for (const [name, value] of Object.entries(v.parse(Preferences, JSON.parse(parameter("json"))))) {
      // What a version does not have is passed over without a word.
      if (PROGRAM_ON_ADDED.test(name) && !hasProgramOnAdded(store.profile)) continue;
      store.preferences[name] = typeof value === "string" && PROGRAM.test(name) ? kept(value, store.profile) : value;
    }
    return done();
  }, "json"),
};

/** Of a server that nobody has told anything: it runs no external program. */
export const externalPrograms = (profile: VersionProfile): Record<string, Json> => ({
  autorun_enabled: false,
  autorun_program: "",
  ...(hasProgramOnAdded(profile) && { autorun_on_torrent_added_enabled: false, autorun_on_torrent_added_program: "" }),
});

const hasProgramOnAdded = ({ version }: VersionProfile): boolean => isSince(version, "4.5.0");

/** Seen from 5.1 on, not yet in 4.5. */
const kept = (program: string, { version }: VersionProfile): string =>
  isSince(version, "5.0.0") ? program.trim() : program;

const PROGRAM = /^autorun_.*program$/;
const PROGRAM_ON_ADDED = /^autorun_on_torrent_added_/;

const Preferences = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));
