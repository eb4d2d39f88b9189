import { expect } from "bun:test";
import { APP_KEY, type TestApp, type TestAppOptions, startTestApp, until } from "../support/app.ts";
import { type CallOptions, call, clientOf } from "../support/cli.ts";

export interface Told {
  readonly state: string;
  readonly message: string;
  readonly problems: readonly { readonly message: string; readonly hint?: string }[];
  readonly hint: string | null;
}

export interface Diagnosis {
  readonly code: number;
  readonly of: (check: string) => Told;
  /** By check. */
  readonly states: Readonly<Record<string, string>>;
  /** All that was printed. */
  readonly text: string;
}

export const PASSWORD = "adminadmin";
const SECRETS = [PASSWORD, APP_KEY];

/** What the doctor says in these surroundings; it never shows a secret. */
export async function diagnose(
  env: Readonly<Record<string, string>>,
  { args = [], ...options }: CallOptions & { readonly args?: readonly string[] } = {},
): Promise<Diagnosis> {
  const { code, out, err } = await call(["--doctor", "--output", "json", ...args], { env, ...options });
  const text = out.join("\n");
  for (const secret of SECRETS) expect(text).not.toContain(secret);
  expect(err).toEqual([]);
  const { ok, checks }: { ok: boolean; checks: (Told & { check: string })[] } = JSON.parse(text);
  expect(code).toBe(ok ? 0 : 1);
  return {
    code,
    text,
    states: Object.fromEntries(checks.map(({ check, state }) => [check, state])),
    of: (name) => {
      const found = checks.find(({ check }) => check === name);
      if (found === undefined) throw new Error(`there is no check ${name}`);
      return found;
    },
  };
}

export const RULES = `
rules:
  - name: Tag everything
    match_all: true
    actions: [{type: add_tag, params: {tag: seen}}]
`;

/** A server that has found its qBittorrent. */
export async function startWell(options: Partial<TestAppOptions> = {}): Promise<TestApp> {
  const server = await startTestApp({ rules: RULES, ...options });
  await until(
    () => server.ask("GET /health"),
    ({ body }) => !JSON.stringify(body).includes("has not answered yet"),
  );
  return server;
}

/** The settings that the server was started with, and those of its client. */
export const settingsOf = (server: TestApp): Record<string, string> => ({
  ...clientOf(server),
  QBT_RULES_CONFIG_DIR: server.settings["config.dir"],
  QBT_RULES_SERVER_API_KEY: APP_KEY,
  QBT_RULES_QBITTORRENT_HOST: server.settings["qbittorrent.host"],
  QBT_RULES_QBITTORRENT_PASSWORD: PASSWORD,
});
