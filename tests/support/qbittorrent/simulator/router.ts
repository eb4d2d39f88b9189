import { refused, type Answer } from "./answer.ts";
import type { Door } from "./door.ts";
import type { Endpoint, Endpoints } from "./endpoint.ts";
import { addEndpoints } from "./endpoint-add.ts";
import { appEndpoints } from "./endpoints-app.ts";
import { labelEndpoints } from "./endpoints-labels.ts";
import { peerEndpoints } from "./endpoints-peers.ts";
import { placeEndpoints } from "./endpoints-place.ts";
import { preferenceEndpoints } from "./endpoints-preferences.ts";
import { queueEndpoints } from "./endpoints-queue.ts";
import { readEndpoints } from "./endpoints-read.ts";
import { runEndpoints } from "./endpoints-run.ts";
import type { VersionProfile } from "./profiles.ts";
import type { SimulatedRequest } from "./request.ts";
import type { Store } from "./store.ts";

/** In the order of the real program: who are you, does that exist, is that the verb, is anything missing. */
export function route(request: SimulatedRequest, store: Store, door: Door): Answer {
  const { profile } = store;
  if (request.path === "/") return door.goesByKey(request) ? refused(profile, 404) : FIRST_PAGE;
  if (request.path === "auth/login") return logIn(request, profile, door);
  if (profile.unknownScopeIsPublic && !isKnownScope(request.path)) return refused(profile, 404);
  const { admitted, ...session } = door.admits(request);
  if (!admitted) return refused(profile, 403);
  return { ...answerTo(request, store, door), ...session };
}

const FIRST_PAGE: Answer = {
  status: 200,
  type: "text/html",
  text: "<!DOCTYPE html>\n<title>qBittorrent WebUI</title>",
};

function answerTo(request: SimulatedRequest, store: Store, door: Door): Answer {
  const { profile } = store;
  const endpoint = ENDPOINTS[request.path];
  if (endpoint === undefined || endpoint.exists?.(profile) === false) {
    return refused(profile, 404, isKnownScope(request.path) ? "Endpoint does not exist" : undefined);
  }
  return call(endpoint, request, { store, door });
}

const ENDPOINTS: Endpoints = {
  ...appEndpoints,
  ...readEndpoints,
  ...peerEndpoints,
  ...labelEndpoints,
  ...runEndpoints,
  ...placeEndpoints,
  ...queueEndpoints,
  ...preferenceEndpoints,
  ...addEndpoints,
};

const SCOPES: ReadonlySet<string> = new Set(["app", "auth", "log", "rss", "search", "sync", "torrents", "transfer"]);

function isKnownScope(path: string): boolean {
  return SCOPES.has(path.split("/")[0] ?? "");
}

function logIn(request: SimulatedRequest, profile: VersionProfile, door: Door): Answer {
  return refusesGet(request, profile) ? refused(profile, 405) : door.logIn(request);
}

/** The first that did, of those that are simulated. */
const A_FEW: readonly string[] = ["auth/login", "auth/logout", "app/setPreferences", "torrents/add"];

function refusesGet({ method, path }: SimulatedRequest, { postOnly }: VersionProfile, mutates = true): boolean {
  if (method !== "GET" || postOnly === "nothing") return false;
  return postOnly === "mutations" ? mutates : A_FEW.includes(path);
}

function call(endpoint: Endpoint, request: SimulatedRequest, { store, door }: { store: Store; door: Door }): Answer {
  const { profile } = store;
  if (refusesGet(request, profile, endpoint.mutates === true)) return refused(profile, 405);
  const missing = (endpoint.requires?.(profile) ?? []).filter((name) => request.parameters[name] === undefined);
  if (missing.length > 0) return refused(profile, 400, `Missing required parameters: ${missing.join(", ")}`);
  const parameter = (name: string) => request.parameters[name] ?? "";
  return endpoint.answer({ store, door, request, parameter });
}
