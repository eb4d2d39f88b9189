import { type Finding, ok, warning, wrong } from "./finding.ts";
import type { Scene } from "./scene.ts";

/** Said where it would have to be asked. */
export const SERVER_AWAY = "the server cannot be reached, see server";

/** Whether the server that the client's settings name is there, and what it says of itself. */
export async function checkServer(scene: Scene): Promise<Finding> {
  const { server, version } = scene;
  const seen = await scene.health();
  if (!seen.ok) return wrong(seen.error.message, { hint: wayThere(scene) });
  const { errors, rulesError, version: other } = seen.value;
  const found = `qbt-rules ${other} at ${server.url}`;
  if (errors.length > 0)
    return wrong(`${found} says that it is not well`, { problems: errors.map((message) => ({ message })) });
  const doubts = [
    ...(other === version
      ? []
      : [{ message: `this program is version ${version}`, hint: "restart the server with the newer one" }]),
    ...(rulesError === null
      ? []
      : [
          {
            message: `it goes on with the rules it had: ${rulesError.split("\n", 1).join("")}`,
            hint: "correct the rules file: the server reads it again by itself",
          },
        ]),
  ];
  return doubts.length > 0 ? warning(found, { problems: doubts }) : ok(found);
}

function wayThere({ settings, origins, role, server, typed }: Scene): string {
  const setting = `client.server_url (${origins["client.server_url"]})`;
  if (role === "client") return `see that the server runs, and correct ${setting} if that is not its address`;
  const own = settings["server.port"];
  const named = URL.parse(server.url);
  const isHere = named !== null && LOOPBACK.includes(named.hostname);
  const isElsewhere = isHere && own !== 0 && Number(named.port || 80) !== own;
  const otherwise = isElsewhere ? `server.port is ${own}, and ${setting} has another` : `or correct ${setting}`;
  return `start it: ${typed("--serve")}; ${otherwise}`;
}

const LOOPBACK: readonly string[] = ["localhost", "127.0.0.1", "[::1]"];
