import { type Checked, examine } from "../../doctor/examine.ts";
import { look } from "../../doctor/finding.ts";
import { wayToQbittorrent } from "../../doctor/qbittorrent.ts";
import type { Scene } from "../../doctor/scene.ts";
import { type SettingsSeen, seeSettings } from "../../doctor/settings.ts";
import { systemClock } from "../../lib/clock.ts";
import { build } from "../../version.ts";
import { type Command, type Run, outputFormat, printJson } from "../context.ts";
import { checkedJson, checkedLines, summary } from "../doctor-view.ts";
import { keptFor } from "../kept-flags.ts";
import { serverDoor } from "../server-door.ts";
import { typed } from "../typed.ts";

/** Looks at everything there is, and says what is wrong and what to do: 0 if nothing is wrong, else 1. */
export const doctor: Run = async (command) => {
  const { invocation, terminal } = command;
  const asTable = outputFormat(command) === "table";
  const settings = await seeSettings({ flags: invocation.values, env: terminal.env });
  const all: Checked[] = [];
  for await (const checked of examine(settings, (seen) => sceneFor(command, seen))) {
    all.push(checked);
    if (asTable) for (const line of checkedLines(terminal, checked)) terminal.out(line);
  }
  if (asTable) terminal.out(summary(terminal, all));
  else printJson(command, checkedJson(all));
  return all.some(({ finding }) => finding.state === "wrong") ? 1 : 0;
};

function sceneFor({ invocation, terminal, clock = systemClock }: Command, seen: SettingsSeen): Scene {
  const { settings, origins, role } = seen;
  const { signal } = terminal;
  const qbittorrent = wayToQbittorrent(settings, { clock, signal });
  const server = serverDoor(settings["client.server_url"], clock);
  return {
    settings,
    origins,
    role,
    server,
    health: once(() => look(() => server.health())),
    qbittorrent: qbittorrent === undefined ? undefined : once(() => look(qbittorrent)),
    version: build.version,
    clock,
    signal,
    typed: (...words) => typed(invocation, keptFor(words), words),
  };
}

/** What others answered does not change under the eyes of the checks. */
function once<T>(see: () => Promise<T>): () => Promise<T> {
  let seen: Promise<T> | undefined;
  return () => (seen ??= see());
}
