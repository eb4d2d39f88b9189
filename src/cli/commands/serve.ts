import { type App, startApp } from "../../app.ts";
import { loginOf, serverKeys, serverLogin, serverRequired } from "../../app/settings.ts";
import { secretValues, shownSecrets } from "../../config/secrets.ts";
import { settingsSource } from "../../config/settings-source.ts";
import { systemClock } from "../../lib/clock.ts";
import { configureLogging } from "../../lib/log.ts";
import { createProgramPages } from "../../lib/program-pages.ts";
import { type Run, settingsFor } from "../context.ts";

/** Runs the server until it is told to stop. */
export const serve: Run = async (command) => {
  const { invocation, terminal, clock = systemClock } = command;
  const { settings, origins } = await settingsFor(command, serverKeys, {
    required: serverRequired,
    oneOf: serverLogin,
  });
  for (const warning of shownSecrets(origins)) terminal.err(`warning: ${warning}`);
  const { log, hide, close } = configureLogging({
    level: settings["logging.level"],
    file: settings["logging.file"],
    fileIsExplicit: origins["logging.file"] !== "default",
    secrets: secretValues(settings),
    console: (lines) => terminal.err(lines),
    later: setImmediate,
  });
  const start = { flags: invocation.values, env: terminal.env, origins };
  const keys = settingsSource({
    ...start,
    keys: ["server.api_key"],
    required: ["server.api_key"],
    as: (found) => {
      hide(secretValues(found));
      return found["server.api_key"];
    },
  });
  const login = settingsSource({
    ...start,
    keys: ["qbittorrent.username", ...serverLogin],
    oneOf: serverLogin,
    as: (found) => {
      hide(secretValues(found));
      return loginOf(found);
    },
  });
  // One that comes before the server has started may be about what the start has read already.
  const started = Promise.withResolvers<App>();
  terminal.onHangup?.(() => void started.promise.then((app) => app.reread()));
  try {
    const app = await startApp({ settings, again: { keys, login }, giveBack: createProgramPages().drop, clock, log });
    started.resolve(app);
    await Promise.race([aborted(terminal.signal), app.hung]);
    const grace = `${settings["server.shutdown_grace"] / 1000} s`;
    if (terminal.signal.aborted)
      log.info(`Stopping: a running job has ${grace} to finish; a second Ctrl-C or SIGTERM ends it at once`);
    return (await app.stop()) ? 0 : 1;
  } finally {
    close();
    terminal.leave?.();
  }
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
