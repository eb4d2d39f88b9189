import * as v from "valibot";

import { done } from "./answer.ts";
import { mutation, type Endpoints } from "./endpoint.ts";

export const preferenceEndpoints: Endpoints = {
  "app/setPreferences": mutation(({ store, parameter }) => {
    Object.assign(store.preferences, v.parse(Preferences, JSON.parse(parameter("json"))));
    return done();
  }, "json"),
};

const Preferences = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));
