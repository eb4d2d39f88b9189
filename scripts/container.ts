// Builds the image of the Dockerfile and runs it, without a container engine: `npm test -- container`. Needs root, buildah
// and mmdebstrap; everything it makes is in one folder, which it removes.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { version } from "../package.json";
import { onInterruption } from "../tests/support/qbittorrent/processes.ts";

import { createChecker, type Checker } from "./container/checker.ts";
import { checkImage } from "./container/image-checks.ts";
import { buildImage, type Image } from "./container/image.ts";
import { checkLife, checkReadOnlyVolume } from "./container/run-checks.ts";
import { makeStandIns } from "./container/stand-ins.ts";
import { createStore } from "./container/store.ts";

process.exitCode = await main();

async function main(): Promise<number> {
  const workshop = mkdtempSync(join(tmpdir(), "qbt-rules-container-"));
  const cleanUp = () => rmSync(workshop, { recursive: true, force: true });
  const forget = onInterruption(cleanUp);
  const checker = createChecker();
  try {
    await checkAll(checker, workshop);
  } finally {
    forget();
    cleanUp();
  }
  const { passed, failed } = checker.counts();
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

async function checkAll(checker: Checker, workshop: string): Promise<void> {
  const commit = "0123456789ab";
  const built: Image[] = [];
  await checker.check("the Dockerfile builds", async () => {
    const store = createStore(join(workshop, "store"));
    const bases = await makeStandIns(store, workshop);
    built.push(await buildImage(store, bases, { VERSION: version, COMMIT: commit }));
  });
  for (const image of built) {
    await checkImage(checker, image, version, commit);
    await checkLife(checker, image, workshop);
    await checkReadOnlyVolume(checker, image, workshop);
  }
}
