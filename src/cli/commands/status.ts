import { ask } from "../ask.ts";
import { connectionFor } from "../connection.ts";
import { type Command, type Run, outputFormat, printJson, settingsFor } from "../context.ts";
import { askHealth } from "../health.ts";
import { healthKeys } from "../reads.ts";
import { scheduleLines } from "../schedule-view.ts";
import { pairs } from "../table.ts";
import { paint } from "../terminal.ts";
import { textStart, wrap } from "../wrap.ts";

export const stats: Run = async (command) => {
  const format = outputFormat(command);
  const { address, server } = await connectionFor(command);
  const answer = await ask(address, "performance", () => server.stats.$get({ query: {} }));
  if (format === "json") printJson(command, answer);
  else {
    const { jobs, performance, queue, uptime, schedule } = answer;
    const lines = pairs([
      ...Object.entries(jobs).map(([name, count]) => [`Jobs ${name}`, String(count)] as const),
      ["Average execution", performance.average_execution_time ?? "-"],
      ["Jobs per hour", String(performance.jobs_per_hour)],
      ["Queue", `${queue.backend}, depth ${queue.depth}`],
      ["Uptime", uptime],
    ]);
    for (const line of [...lines, ...scheduleLines(schedule, command.terminal.width)]) command.terminal.out(line);
  }
  return 0;
};

export const health: Run = async (command) => {
  const { terminal } = command;
  const format = outputFormat(command);
  const url = await healthUrl(command);
  const { answer, errors } = await askHealth(url);
  if (format === "json") printJson(command, answer);
  else {
    const { queue, worker, qbittorrent, rules, schedule } = answer;
    const lines = pairs([
      ["Status", paint(terminal, errors.length === 0 ? "green" : "red", answer.status)],
      ["Version", answer.version],
      ["Queue", `${queue.backend}, ${queue.pending_jobs ?? "?"} pending, ${queue.processing_jobs ?? "?"} processing`],
      ["Worker", worker.status],
      ["qBittorrent", qbittorrent.connected ? (qbittorrent.version ?? "connected") : "not connected"],
      ["Rules", `${rules.count}${rules.error === null ? "" : `, the file is broken: ${rules.error}`}`],
    ]);
    const { width } = terminal;
    const state = lines.flatMap((line) => line.split("\n")).flatMap((line) => wrap(line, width, textStart(line) + 2));
    const faults = errors
      .flatMap((error) => wrap(`Error: ${error}`, width, "Error: ".length))
      .map((line) => paint(terminal, "red", line));
    for (const line of [...state, ...scheduleLines(schedule, width), ...faults]) terminal.out(line);
  }
  return errors.length === 0 ? 0 : 1;
};

/** Without a client.server_url of its own, the server beside us: on the port that its settings name. */
async function healthUrl(command: Command): Promise<string> {
  const { settings, origins } = await settingsFor(command, healthKeys);
  return origins["client.server_url"] === "default"
    ? `http://localhost:${settings["server.port"]}`
    : settings["client.server_url"];
}
