import { connect } from "node:net";

import type { Random } from "../under-test/random.ts";
import { someWord } from "./words.ts";

/** What no HTTP client would send. */
export function someBytes(random: Random, key: string): Buffer {
  const head = `POST /api/execute HTTP/1.1\r\nHost: x\r\nX-API-Key: ${key}\r\n`;
  return Buffer.from(
    random.pick([
      () => someWord(random).repeat(5),
      () => `${someWord(random)} ${someWord(random)} HTTP/1.1\r\n\r\n`,
      () => `GET ${someWord(random)} HTTP/9.9\r\nHost: x\r\n\r\n`,
      () => `GET /api/jobs HTTP/1.1\r\n${someWord(random)}\r\n\r\n`,
      () => `GET /api/jobs HTTP/1.1\r\n${"A: b\r\n".repeat(Math.floor(random.between(0, 500)))}\r\n`,
      () => `${head}Content-Length: ${someWord(random)}\r\n\r\nabc`,
      () => `${head}Content-Length: 10\r\n\r\nabc`,
      () => `${head}Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd`,
      () => `${head}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc`,
      () => `${head}Transfer-Encoding: chunked\r\n\r\n${someWord(random)}\r\n${someWord(random)}\r\n0\r\n\r\n`,
      () => `${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n`,
      () => `${head}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
      () => `${head}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`.repeat(20),
      () => head,
    ])(),
    random.chance(0.8) ? "utf8" : "utf16le",
  );
}

const WITHIN_MS = 1_000;

/** Sends them and hangs up, at once or after an answer; returns what came back, as text. */
export function sendBytes(port: number, bytes: Buffer, waits: boolean): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect({ host: "127.0.0.1", port });
    const done = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(WITHIN_MS, done);
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
      if (answer.includes("\r\n\r\n")) done();
    });
    socket.on("error", done);
    socket.on("close", done);
    socket.on("connect", () => {
      socket.end(bytes);
      if (!waits) done();
    });
  });
}
