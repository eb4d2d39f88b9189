// Reads a list of torrents and parses it, or plans fifty rules over it too: for the memory that takes.
import { readFileSync } from "node:fs";

import { groupRequests } from "../src/engine/requests.ts";
import { converted, fiftyRules, planAll } from "./rules-plan.ts";

const [mode, file = ""] = process.argv.slice(2);
const book = await fiftyRules();
const list: unknown[] = JSON.parse(readFileSync(file, "utf8"));
if (mode === "plan") {
  const requests = groupRequests(planAll(converted(list), book).plans, book.rules);
  if (requests.length === 0) throw new Error("nothing was planned");
}
