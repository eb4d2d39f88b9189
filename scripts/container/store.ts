import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { capture } from "../test/command.ts";

/** Images and containers in a folder of their own, which can simply be removed: plain copies of files, and no daemon. */
export interface Store {
  buildah(...args: readonly string[]): Promise<string>;
  /** Makes an image of a folder, with settings such as `--env=A=b`. */
  imageOf(folder: string, name: string, ...settings: readonly string[]): Promise<void>;
}

export function createStore(folder: string): Store {
  const scratch = join(folder, "scratch");
  mkdirSync(scratch, { recursive: true });
  const place = [`--root=${join(folder, "images")}`, `--runroot=${join(folder, "run")}`, "--storage-driver=vfs"];
  const env = { BUILDAH_ISOLATION: "chroot", TMPDIR: scratch };

  const buildah = async (...args: readonly string[]) => {
    return (await capture(["buildah", ...place, ...args], { withinMs: 240_000, env })).trim();
  };

  const imageOf = async (contents: string, name: string, ...settings: readonly string[]) => {
    const container = await buildah("from", "scratch");
    await buildah("add", "--quiet", container, contents, "/");
    await buildah("config", ...settings, container);
    await buildah("commit", "--quiet", "--rm", "--format=docker", container, name);
  };

  return { buildah, imageOf };
}
