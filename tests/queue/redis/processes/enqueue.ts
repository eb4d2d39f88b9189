// Enqueues a job in the Redis whose URL is given, in a process of its own: authorities are read at its start.
import { request } from "../../jobs.ts";
import { openOn } from "../support.ts";

await using opened = await openOn(process.argv[2] ?? "", { timeoutMs: 5_000 });
const { status } = await opened.queue.enqueue(request());
process.stdout.write(status);
