import { onInterruption } from "../tests/support/qbittorrent/processes.ts";

export interface BareServer {
  readonly url: string;
  readonly pid: number;
}

/** Runs the compiled bare server as long as it is used. */
export async function withBareServer<T>(executable: string, use: (server: BareServer) => Promise<T>): Promise<T> {
  const child = Bun.spawn([executable], { env: {}, stdin: "ignore", stdout: "pipe", stderr: "inherit" });
  const forget = onInterruption(() => child.kill("SIGKILL"));
  try {
    return await use({ url: await firstLine(child.stdout), pid: child.pid });
  } finally {
    child.kill("SIGKILL");
    await child.exited;
    forget();
  }
}

async function firstLine(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<string> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const end = text.indexOf("\n");
    if (end >= 0) return text.slice(0, end);
  }
  throw new Error(`The bare server ended before it said where it listens: ${text}`);
}
