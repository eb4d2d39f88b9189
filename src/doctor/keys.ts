import { type Finding, look, notChecked, ok, warning, wrong } from "./finding.ts";
import type { Scene } from "./scene.ts";
import { SERVER_AWAY } from "./server.ts";

/** Whether the server takes the client's key, and will take it after its next start. */
export async function checkKeys(scene: Scene): Promise<Finding> {
  const { settings, origins, server } = scene;
  const own = settings["client.api_key"];
  const keys: readonly string[] = settings["server.api_key"] ?? [];
  const [setting, key] = own === undefined ? ["server.api_key" as const, keys[0]] : ["client.api_key" as const, own];
  if (key === undefined) return notChecked("neither client.api_key nor server.api_key is set");
  const differ = keys.length > 0 && !keys.includes(key);
  const both = `client.api_key (${origins["client.api_key"]}) is none of server.api_key (${origins["server.api_key"]})`;
  if (!(await scene.health()).ok) return differ ? wrong(both, { hint: SAME }) : notChecked(SERVER_AWAY);
  const asked = await look(() => server.openWith(key));
  if (!asked.ok) {
    const { code, message, hint } = asked.error;
    if (code !== "server_refused") return wrong(message, { hint });
    return wrong(`${message}, with ${setting} (${origins[setting]})`, { hint: differ ? `${both}: ${SAME}` : OTHER });
  }
  if (differ)
    return warning(`the server takes client.api_key, but with these settings it would not: ${both}`, { hint: SAME });
  if (own !== undefined) return ok("the server takes client.api_key");
  return warning(
    "the server takes server.api_key, but client.api_key is not set: commands and hooks here have no key",
    {
      hint: "to use them, give client.api_key the same value",
    },
  );
}

const SAME = "give both the same value; --serve reads a file of keys again by itself, and config.yml at a SIGHUP";

const OTHER =
  "the server runs with other settings, perhaps older ones: restart it, or give client.api_key the value of its server.api_key";
