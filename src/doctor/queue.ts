import { storeOf } from "../app/settings.ts";
import { examineQueue } from "../queue/examine.ts";
import { type Finding, failed, look, notChecked, ok, warning, wrong } from "./finding.ts";
import type { Scene } from "./scene.ts";
import { SERVER_AWAY } from "./server.ts";

/** Whether jobs can be kept: told by the server, which has the file to itself, and seen where the settings say it is. */
export async function checkQueue(scene: Scene): Promise<Finding> {
  const answer = await askServer(scene);
  if (typeof answer !== "string") return answer;
  if (scene.role === "server") return await lookHere(scene, answer);
  return answer === "ready" ? ok(`${scene.server.url} takes jobs`) : notChecked(SERVER_AWAY);
}

async function askServer({ health, server }: Scene): Promise<"ready" | "away" | Finding> {
  if (!(await health()).ok) return "away";
  const reasons = await look(() => server.whyNotReady());
  if (!reasons.ok) return failed(reasons.error);
  if (reasons.value.length === 0) return "ready";
  const problems = reasons.value.map((message) => ({ message }));
  return wrong(`${server.url} is not ready to take jobs`, { problems });
}

async function lookHere({ settings, server, clock }: Scene, answer: "ready" | "away"): Promise<Finding> {
  const seen = await examineQueue(storeOf(settings), clock.now());
  if (seen.state === "unusable") return failed(seen.error);
  if (seen.state === "in use" && answer === "away")
    return warning(`${seen.about}, which does not answer at ${server.url}`, {
      hint: "correct client.server_url if it has another address; if it is no server any more, end that process",
    });
  const found = answer === "ready" ? `${seen.about}, and ${server.url} takes jobs` : seen.about;
  const doubts = seen.state === "usable" ? seen.doubts.map((message) => ({ message })) : [];
  return doubts.length > 0 ? warning(found, { problems: doubts }) : ok(found);
}
