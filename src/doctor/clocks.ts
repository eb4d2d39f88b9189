import { formatDuration } from "../lib/units.ts";
import { type Finding, notChecked, ok, wrong } from "./finding.ts";
import type { Scene } from "./scene.ts";

/** Ages of torrents are told by qBittorrent's clock and judged by the server's. */
const MOST_MS = 60_000;

/** Whether the clocks of the server and of qBittorrent agree with that of this machine. */
export async function checkClocks({ health, qbittorrent }: Scene): Promise<Finding> {
  const [server, other] = [await health(), await qbittorrent?.()];
  const clocks = [
    { whose: "the server", skew: server.ok ? server.value.skew : undefined },
    { whose: "qBittorrent", skew: other?.ok === true ? other.value.skew : undefined },
  ];
  const told = clocks.flatMap(({ whose, skew }) => (skew === undefined ? [] : [{ whose, skew }]));
  if (told.length === 0) return notChecked("nobody could be asked for the time");
  const off = told.filter(({ skew }) => Math.abs(skew) > MOST_MS);
  if (off.length === 0)
    return ok(
      `this machine${told.length > 1 ? ", " : " and "}${told.map(({ whose }) => whose).join(" and ")} have the same time, to a minute`,
    );
  const problems = off.map(({ whose, skew }) => ({
    message: `the clock of ${whose} is ${formatDuration(Math.abs(skew) / 1000)} ${skew > 0 ? "ahead of" : "behind"} that of this machine`,
  }));
  const hint = "have the machine whose clock is wrong set it by the network: timedatectl set-ntp true";
  return wrong("rules that ask for an age do not do what they say", { problems, hint });
}
