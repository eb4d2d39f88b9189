import { envName, schema, settingKeys, type SettingKey, type Settings } from "./schema.ts";

/** Everything in the settings that must never be shown, for the log to strike out: also the password inside a Redis URL. */
export function secretValues(settings: Partial<Settings>): string[] {
  const secrets = settingKeys.filter((key) => schema[key].secret === true).map((key) => settings[key]);
  return secrets
    .flat()
    .filter((value) => typeof value === "string")
    .flatMap((value) => [value, ...passwordIn(value)]);
}

/** A warning for every secret that stands on the command line, where the list of processes shows it. */
export function shownSecrets(origins: Readonly<Partial<Record<SettingKey, string>>>): string[] {
  const shown = settingKeys.filter((key) => schema[key].secret === true && origins[key]?.startsWith("flag ") === true);
  return shown.map(
    (key) => `every user of this machine can read ${origins[key]} in the list of processes: use ${envName(key)}_FILE`,
  );
}

function passwordIn(value: string): string[] {
  const password = value.includes("://") ? (URL.parse(value)?.password ?? "") : "";
  if (password === "") return [];
  try {
    return [password, decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
