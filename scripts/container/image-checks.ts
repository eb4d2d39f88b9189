import { deepStrictEqual as equal } from "node:assert";
import { statSync } from "node:fs";
import { join } from "node:path";

import type { Checker } from "./checker.ts";
import type { Image } from "./image.ts";

export const USER = "65532:65532";
const PROGRAM = "/usr/local/bin/qbt-rules";

/** What the image promises to a container engine. */
export async function checkImage({ check }: Checker, image: Image, version: string, commit: string): Promise<void> {
  const { settings, root } = image;
  await check("the user is not root, and given as a number", () => equal(settings.User, USER));
  await check("/config is a volume", () => equal(Object.keys(settings.Volumes), ["/config"]));
  await check("port 5000 is exposed", () => equal(Object.keys(settings.ExposedPorts), ["5000/tcp"]));
  await check("it starts the server", () => equal([...settings.Entrypoint, ...settings.Cmd], [PROGRAM, "--serve"]));
  await check("the health check needs no shell", () => equal(settings.Healthcheck.Test, ["CMD", PROGRAM, "--health"]));
  await check("labels say version and commit", () => {
    const prefix = "org.opencontainers.image";
    equal([settings.Labels[`${prefix}.version`], settings.Labels[`${prefix}.revision`]], [version, commit]);
  });
  await check("/config belongs to the user", () => {
    const { uid, gid } = statSync(join(root, "config"));
    equal(`${uid}:${gid}`, USER);
  });
}
