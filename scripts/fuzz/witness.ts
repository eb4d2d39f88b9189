import type { FuzzRequest } from "./requests.ts";

const WITHIN_MS = 10_000;
const WELL_WITHIN_MS = 30_000;

/** What the server may hold more of at the end than after a fifth of the requests, MB: jobs are on disk. */
const GROWTH_MB = 60;

/** Bun's own answer to what is no HTTP/1.1. */
const UNKNOWN_HTTP = 505;

/** Sends requests, and judges what comes back. `secrets`: what must not stand in any answer. */
export function createWitness(secrets: readonly string[]) {
  const wrong: string[] = [];
  const byStatus = new Map<string, number>();
  let accepted = 0;

  const note = (status: string) => void byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
  const blame = (what: string, request: unknown) =>
    void wrong.push(`${what}: ${JSON.stringify(request).slice(0, 300)}`);

  function judge(status: number, text: string, request: unknown): void {
    if (status === 202) accepted += 1;
    if (status >= 500 && status !== UNKNOWN_HTTP) blame(`status ${status}`, request);
    for (const secret of secrets) if (text.includes(secret)) blame("a secret was told", request);
  }

  return {
    wrong,
    request: async (url: string, request: FuzzRequest) => {
      const { method, path, headers, body } = request;
      const signal = AbortSignal.timeout(WITHIN_MS);
      try {
        const init = { method, headers, redirect: "manual", signal, ...(body !== undefined && { body }) } as const;
        const response = await fetch(`${url}${path}`, init);
        note(`status ${response.status}`);
        judge(response.status, await response.text(), request);
      } catch (error) {
        blame(`no answer (${String(error)})`, request);
      }
    },
    bytes: (bytes: Buffer, answer: string) => {
      const statuses = [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));
      note(statuses.length === 0 ? "bytes without an answer" : `bytes, status ${statuses[0]}`);
      for (const status of statuses) if (status !== 202) judge(status, answer, bytes.toString("latin1"));
    },
    /** Whether the server is well, or soon is. */
    isWell: async (url: string) => {
      for (const end = performance.now() + WELL_WITHIN_MS; performance.now() < end;) {
        const answer = await fetch(`${url}/api/health`).catch(() => undefined);
        if (answer?.status === 200) return true;
        await Bun.sleep(50);
      }
      wrong.push("the server is not well");
      return false;
    },
    weigh: ([first, last]: readonly [number, number]) => {
      if (last - first > GROWTH_MB) wrong.push(`the server grew from ${first.toFixed(0)} to ${last.toFixed(0)} MB`);
    },
    /** Requests sent as bytes may have been accepted as well. */
    count: (stored: number) => {
      if (stored < accepted) wrong.push(`${accepted} jobs were accepted, and ${stored} are there`);
    },
    counts: () => ({
      ...Object.fromEntries([...byStatus].toSorted(([a], [b]) => (a < b ? -1 : 1))),
      "jobs accepted": accepted,
    }),
  };
}
