import type { Health } from "./server.ts";

/** What is wrong with the worker, a line each. */
export const workerErrors = ({ status }: Health["worker"]): readonly string[] => errors[status];

const errors = {
  running: [],
  stopped: ["Worker not running"],
  hanging: ["The worker hangs: see the log, and restart qbt-rules, which takes the job up again"],
} as const satisfies { readonly [S in Health["worker"]["status"]]: readonly string[] };
