import { areOfClient, serverLogin, serverRequired } from "../app/settings.ts";
import { type LoadRequest, type LoadedSettings, loadSettings } from "../config/load.ts";
import { type SettingKey, settingKeys } from "../config/schema.ts";
import { shownSecrets } from "../config/secrets.ts";
import type { Problem } from "../errors.ts";
import { type Finding, type Looked, failed, look, ok, warning, wrong } from "./finding.ts";
import type { Role } from "./scene.ts";

export interface SettingsSeen extends LoadedSettings<SettingKey, never> {
  readonly role: Role;
  /** Settings without a value that a server needs. */
  readonly missing: readonly Problem[];
}

/** All settings there are: whose they are shows in which of them are set. */
export async function seeSettings(
  from: Pick<LoadRequest<never, never>, "flags" | "env">,
): Promise<Looked<SettingsSeen>> {
  const asServer = await look(() =>
    loadSettings({ ...from, keys: settingKeys, required: serverRequired, oneOf: serverLogin }),
  );
  const loaded = asServer.ok ? asServer : await look(() => loadSettings({ ...from, keys: settingKeys }));
  if (!loaded.ok) return loaded;
  const role = areOfClient(loaded.value) ? "client" : "server";
  const missing = role === "client" || asServer.ok ? [] : asServer.error.problems;
  return { ok: true, value: { ...loaded.value, role, missing } };
}

export function checkSettings(seen: Looked<SettingsSeen>): Finding {
  if (!seen.ok) return failed(seen.error);
  const { settings, origins, warnings, configFile, role, missing } = seen.value;
  const where = configFile ?? `no config.yml in ${settings["config.dir"]}`;
  if (missing.length > 0) {
    const isUnnamed = configFile === undefined && origins["config.dir"] === "default";
    const hint = isUnnamed ? "if there is a config.yml in another folder, name that by --config-dir" : undefined;
    return wrong(`a server cannot start with them: ${where}`, { problems: missing, hint });
  }
  const doubts = [...warnings, ...shownSecrets(origins)].map((message) => ({ message }));
  const found = `of a ${role}: ${where}`;
  return doubts.length > 0 ? warning(found, { problems: doubts }) : ok(found);
}
