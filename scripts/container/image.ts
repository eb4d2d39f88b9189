import * as v from "valibot";

import type { BaseImages } from "./stand-ins.ts";
import type { Store } from "./store.ts";

const Settings = v.object({
  User: v.string(),
  Env: v.array(v.string()),
  Volumes: v.record(v.string(), v.unknown()),
  ExposedPorts: v.record(v.string(), v.unknown()),
  Entrypoint: v.array(v.string()),
  Cmd: v.array(v.string()),
  Healthcheck: v.object({ Test: v.array(v.string()) }),
  Labels: v.record(v.string(), v.string()),
});

export interface Image {
  readonly settings: v.InferOutput<typeof Settings>;
  /** The folder with a copy of the image's files. */
  readonly root: string;
}

/** Builds the Dockerfile as it is, on the base images given. */
export async function buildImage(
  store: Store,
  bases: BaseImages,
  args: Readonly<Record<string, string>>,
): Promise<Image> {
  const name = "qbt-rules";
  const given = Object.entries({ ...bases, ...args }).map(([key, value]) => `--build-arg=${key}=${value}`);
  // The format matters: a health check is no part of an OCI image.
  await store.buildah("build", "--quiet", "--format=docker", "--pull=never", ...given, `--tag=${name}`, ".");
  const inspected: unknown = JSON.parse(await store.buildah("inspect", "--type=image", name));
  const { Docker } = v.parse(v.object({ Docker: v.object({ config: Settings }) }), inspected);
  await store.buildah("from", "--pull-never", `--name=${name}`, name);
  return { settings: Docker.config, root: await store.buildah("mount", name) };
}
