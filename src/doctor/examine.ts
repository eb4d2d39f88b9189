import { checkClocks } from "./clocks.ts";
import { type Finding, type Looked, notChecked } from "./finding.ts";
import { checkHook } from "./hook.ts";
import { checkKeys } from "./keys.ts";
import { checkQbittorrent } from "./qbittorrent.ts";
import { checkQueue } from "./queue.ts";
import { checkRules } from "./rules.ts";
import type { Scene } from "./scene.ts";
import { checkServer } from "./server.ts";
import { type SettingsSeen, checkSettings } from "./settings.ts";

/** All but that of the settings, without which none is made, in their order: what others need comes first. */
const checks = [
  { name: "rules", make: checkRules },
  { name: "server", make: checkServer },
  { name: "keys", make: checkKeys },
  { name: "queue", make: checkQueue },
  { name: "qbittorrent", make: checkQbittorrent },
  { name: "hook", make: checkHook },
  { name: "clocks", make: checkClocks },
] as const satisfies readonly { readonly name: string; readonly make: (scene: Scene) => Promise<Finding> }[];

export interface Checked {
  readonly check: "settings" | (typeof checks)[number]["name"];
  readonly finding: Finding;
}

/** Every check there is, one after the other, each told as soon as it is made. Changes nothing anywhere. */
export async function* examine(
  settings: Looked<SettingsSeen>,
  sceneFor: (settings: SettingsSeen) => Scene,
): AsyncGenerator<Checked> {
  yield { check: "settings", finding: checkSettings(settings) };
  const scene = settings.ok ? sceneFor(settings.value) : undefined;
  for (const { name, make } of checks)
    yield { check: name, finding: scene === undefined ? NOT_CHECKED : await make(scene) };
}

const NOT_CHECKED = notChecked("the settings are not understood, see settings");
