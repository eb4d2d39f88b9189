import { type App, startApp } from "../../app.ts";
import { serverKeys, serverRequired } from "../../app/settings.ts";
import { keySource } from "../../config/key-source.ts";
import { secretValues, shownSecrets } from "../../config/secrets.ts";
import { systemClock } from "../../lib/clock.ts";
import { configureLogging } from "../../lib/log.ts";
import { type Run, settingsFor } from "../context.ts";

/** Runs the server until it is told to stop. */
export const serve: Run = async (command) => {
  const { invocation, terminal, clock = systemClock } = command;
  const { settings, origins } = await settingsFor(command, serverKeys, serverRequired);
  for (const warning of shownSecrets(origins)) terminal.err(`warning: ${warning}`);
  const { log, hide, close } = configureLogging({
    level: settings["logging.level"],
    file: settings["logging.file"],
    fileIsExplicit: origins["logging.file"] !== "default",
    secrets: secretValues(settings),
    console: (lines) => terminal.err(lines),
    later: setImmediate,
  });
  const source = keySource({ flags: invocation.values, env: terminal.env }, origins["server.api_key"]);
  const running: { app?: App } = {};
  terminal.onHangup?.(() => void running.app?.rereadKeys());
  try {
    const read = async () => {
      const keys = await source.read();
      hide(keys);
      return keys;
    };
    const app = await startApp({ settings, keys: { ...source, read }, clock, log });
    running.app = app;
    await aborted(terminal.signal);
    log.info("Stopping: the running job may finish", { seconds: settings["server.shutdown_grace"] / 1000 });
    await app.stop();
    return 0;
  } finally {
    close();
  }
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
