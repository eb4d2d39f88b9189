import { writeFileSync } from "node:fs";
import { type App, type AppOptions, startApp } from "../../src/app.ts";
import type { ServerSettings } from "../../src/app/settings.ts";
import { secretValues } from "../../src/config/secrets.ts";
import { type Clock, systemClock } from "../../src/lib/clock.ts";
import { configureLogging } from "../../src/lib/log.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "./qbittorrent/simulator/main.ts";
import { tempFolder } from "./temp.ts";

export const APP_KEY = "the-key-of-the-tests-0123456789abcdef";

export interface TestApp extends AsyncDisposable {
  readonly app: App;
  readonly simulator: Simulator;
  readonly settings: ServerSettings;
  /** What was logged, a line each. */
  readonly lines: readonly string[];
  /** `GET /jobs`, with the key. */
  readonly ask: (request: string) => Promise<{ readonly status: number; readonly body: unknown }>;
  /** Replaces the text of rules.yml. */
  readonly writeRules: (text: string) => void;
  /** The same again, on the same files: stopped before, and started anew. */
  readonly restart: () => Promise<void>;
}

export interface TestAppOptions {
  /** Text of rules.yml. */
  readonly rules: string;
  readonly simulator?: Partial<SimulatorOptions>;
  readonly settings?: Partial<ServerSettings>;
  /** Where settings are read again; otherwise they stay. */
  readonly again?: AppOptions["again"];
  /** The system's, unless the test moves one by hand. */
  readonly clock?: Clock;
}

/** The whole server in this process: a real port, a database of its own, and a simulated qBittorrent behind it. */
export async function startTestApp({
  rules,
  clock = systemClock,
  again,
  ...options
}: TestAppOptions): Promise<TestApp> {
  const folder = tempFolder();
  const simulator = startSimulator({ version: "5.1.0", ...options.simulator });
  const settings = { ...settingsIn(folder, simulator.url), ...options.settings };
  const lines: string[] = [];
  const logging = configureLogging({
    level: "DEBUG",
    fileIsExplicit: false,
    secrets: secretValues(settings),
    console: (line) => void lines.push(line),
  });
  const writeRules = (text: string) => writeFileSync(settings["rules.file"], text);
  const cleanUp = async () => {
    await simulator.stop();
    logging.close();
    folder[Symbol.dispose]();
  };
  writeRules(rules);
  const start = () => startApp({ settings, ...(again && { again }), clock, log: logging.log });
  let app: App;
  try {
    app = await start();
  } catch (thrown) {
    await cleanUp();
    throw thrown;
  }
  return {
    get app() {
      return app;
    },
    simulator,
    settings,
    lines,
    ask: async (request) => {
      const [method = "", path = ""] = request.split(" ");
      const response = await fetch(`${app.url}/api${path}`, { method, headers: { "X-API-Key": APP_KEY } });
      return { status: response.status, body: await response.json() };
    },
    writeRules,
    restart: async () => {
      await app.stop();
      app = await start();
    },
    [Symbol.asyncDispose]: async () => {
      await app.stop();
      await cleanUp();
    },
  };
}

/** Asks again until the answer is as wanted. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (wanted(answer)) return answer;
    await Bun.sleep(2);
  }
}

function settingsIn(folder: ReturnType<typeof tempFolder>, qbittorrent: string): ServerSettings {
  return {
    "server.host": "127.0.0.1",
    "server.port": 0,
    "server.api_key": [APP_KEY],
    "server.workers": 1,
    "server.shutdown_grace": 5_000,
    "server.timezone": "UTC",
    schedule: [],
    "queue.backend": "sqlite",
    "queue.sqlite_path": folder.file("qbt-rules.db"),
    "queue.redis_url": undefined,
    "queue.redis_prefix": "qbt_rules",
    "queue.cleanup_after": 604_800_000,
    "queue.retry_for": 0,
    "qbittorrent.host": qbittorrent,
    "qbittorrent.username": "admin",
    "qbittorrent.password": "adminadmin",
    "qbittorrent.api_key": undefined,
    "qbittorrent.tls_verify": true,
    "qbittorrent.tls_ca": undefined,
    "qbittorrent.timeout": 10_000,
    "rules.file": folder.file("rules.yml"),
    "config.dir": folder.path,
    "logging.level": "DEBUG",
    "safety.max_deletions": undefined,
    "logging.file": folder.file("qbt-rules.log"),
  };
}
