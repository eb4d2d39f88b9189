import { createUuidV7 } from "../../src/lib/uuid.ts";
import { createMemoryQueue } from "../support/memory-queue.ts";
import { queueContract } from "./contract.ts";

queueContract("memory", async (clock) => {
  const queue = createMemoryQueue({ clock, createId: createUuidV7(() => clock.now()) });
  return { queue, [Symbol.asyncDispose]: () => queue.close() };
});
