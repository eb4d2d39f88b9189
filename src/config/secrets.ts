import { schema, settingKeys, type Settings } from "./schema.ts";

/** Everything in the settings that must never be shown, for the log to strike out: also the password inside a Redis URL. */
export function secretValues(settings: Partial<Settings>): string[] {
  const secrets = settingKeys.filter((key) => schema[key].secret === true).map((key) => settings[key]);
  return secrets.filter((value) => typeof value === "string").flatMap((value) => [value, ...passwordIn(value)]);
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
