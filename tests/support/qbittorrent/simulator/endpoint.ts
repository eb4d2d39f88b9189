import type { Answer } from "./answer.ts";
import type { Door } from "./door.ts";
import type { SimulatedRequest } from "./request.ts";
import type { Store } from "./store.ts";
import type { VersionProfile } from "./profiles.ts";

export interface Endpoint {
  /** Mutations refuse GET where the version does. */
  readonly mutates?: boolean;
  /** Which versions have it; all, without this. */
  readonly exists?: (profile: VersionProfile) => boolean;
  /** Missing ones are answered with 400. */
  readonly requires?: (profile: VersionProfile) => readonly string[];
  readonly answer: (call: Call) => Answer;
}

export interface Call {
  readonly store: Store;
  readonly door: Door;
  readonly request: SimulatedRequest;
  /** "" for a parameter that was not sent. */
  readonly parameter: (name: string) => string;
}

export type Endpoints = Readonly<Record<string, Endpoint>>;

export function read(answer: Endpoint["answer"], ...required: string[]): Endpoint {
  return { requires: () => required, answer };
}

export function mutation(answer: Endpoint["answer"], ...required: string[]): Endpoint {
  return { mutates: true, requires: () => required, answer };
}
