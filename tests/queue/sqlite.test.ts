import { openQueue } from "../../src/queue/open.ts";
import { tempFolder } from "../support/temp.ts";
import { queueContract } from "./contract.ts";

queueContract("sqlite", async (clock) => {
  const folder = tempFolder();
  const queue = await openQueue({ backend: "sqlite", sqlitePath: folder.file("queue.db"), clock });
  return {
    queue,
    [Symbol.asyncDispose]: async () => {
      await queue.close();
      folder[Symbol.dispose]();
    },
  };
});
