import { serverKeys, serverRequired, startApp } from "../../app.ts";
import { secretValues } from "../../config/secrets.ts";
import { systemClock } from "../../lib/clock.ts";
import { configureLogging } from "../../lib/log.ts";
import { type Run, settingsFor } from "../context.ts";

/** Runs the server until it is told to stop. */
export const serve: Run = async (command) => {
  const { terminal, clock = systemClock } = command;
  const { settings, origins } = await settingsFor(command, serverKeys, serverRequired);
  const { log, close } = configureLogging({
    level: settings["logging.level"],
    file: settings["logging.file"],
    fileIsExplicit: origins["logging.file"] !== "default",
    secrets: secretValues(settings),
    console: (line) => terminal.err(line),
  });
  try {
    const app = await startApp({ settings, clock, log });
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
