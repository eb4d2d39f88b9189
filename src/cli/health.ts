import { ask } from "./ask.ts";
import { connect } from "./client.ts";

/** GET /api/health needs no key, so that a container can check itself; a server that is not well answers 503. */
export async function askHealth(url: string) {
  const address = { url, apiKey: undefined };
  const answer = await ask(address, "worker", () => connect(address).health.$get({ query: {} }), [503]);
  return { answer, errors: errorsOf(answer) };
}

export const errorsOf = (answer: object): readonly string[] =>
  "errors" in answer && Array.isArray(answer.errors) ? answer.errors.map(String) : [];
