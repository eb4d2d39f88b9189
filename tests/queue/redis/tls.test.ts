import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { selfSigned } from "../../support/certificates.ts";
import { freePort } from "../../support/free-port.ts";
import { describeRedis, startRedis } from "../../support/redis.ts";
import { tempFolder } from "../../support/temp.ts";
import { request } from "../jobs.ts";
import { openOn, refusal } from "./support.ts";

describeRedis("rediss://", () => {
  test("is TLS: a certificate that nobody vouches for is refused, and one of an authority of our own is taken", async () => {
    using folder = tempFolder();
    const [key, certificate] = [folder.file("key.pem"), folder.file("certificate.pem")];
    const made = selfSigned("DNS:localhost,IP:127.0.0.1");
    writeFileSync(key, made.key);
    writeFileSync(certificate, made.certificate);
    const port = freePort();
    const files = ["--tls-cert-file", certificate, "--tls-key-file", key, "--tls-auth-clients", "no"];
    await using redis = await startRedis({ args: ["--tls-port", `${port}`, ...files] });
    expect(redis.port).not.toBe(port);
    for (const host of ["localhost", "127.0.0.1"]) {
      await using opened = await openOn(`rediss://${host}:${port}/0`);
      const error = await refusal(opened.queue.enqueue(request()));
      expect(error.message).toContain("its TLS certificate was not accepted");
      expect(error.hint).toContain("NODE_EXTRA_CA_CERTS");
      const child = Bun.spawn(
        [process.execPath, `${import.meta.dir}/processes/enqueue.ts`, `rediss://${host}:${port}/0`],
        { env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate }, stdout: "pipe", stderr: "pipe" },
      );
      expect(await child.stdout.text()).toBe("pending");
    }
  }, 20_000);

  test("asked of a port without TLS, and the other way round, is refused with what may be wrong", async () => {
    await using redis = await startRedis();
    await using opened = await openOn(`rediss://127.0.0.1:${redis.port}/0`);
    const error = await refusal(opened.queue.enqueue(request()));
    expect(error.code).toBe("queue_unavailable");
    expect(`${error.message} ${error.hint}`).toContain("TLS");
  }, 20_000);
});
