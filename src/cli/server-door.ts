import type { ServerDoor } from "../doctor/scene.ts";
import type { Clock } from "../lib/clock.ts";
import { skewOf } from "../lib/skew.ts";
import { ask } from "./ask.ts";
import { connect } from "./client.ts";
import { errorsOf } from "./health.ts";

/** Nobody waits two minutes for a page of findings. */
const ANSWER_WITHIN_MS = 10_000;

/** The server at this address, as a doctor asks it. */
export function serverDoor(url: string, clock: Clock): ServerDoor {
  const address = { url, apiKey: undefined };
  const { health } = connect(address, ANSWER_WITHIN_MS);
  return {
    url,
    health: async () => {
      let skew: number | undefined;
      const request = async () => {
        const sent = clock.now();
        const response = await health.$get({ query: {} });
        skew = skewOf(response.headers.get("Date"), { sent, received: clock.now() });
        return response;
      };
      const answer = await ask(address, "worker", request, [503]);
      return { version: answer.version, errors: errorsOf(answer), rulesError: answer.rules.error, skew };
    },
    whyNotReady: async () => errorsOf(await ask(address, "status", () => health.ready.$get({ query: {} }), [503])),
    openWith: async (apiKey) => {
      const { stats } = connect({ url, apiKey }, ANSWER_WITHIN_MS);
      await ask({ url, apiKey }, "performance", () => stats.$get({ query: {} }));
    },
  };
}
