// The least that a pass can be: its requests, one after the other, and nothing thought about. A process of its own, as the
// program is one. Arguments: the address, and a file of the requests. Prints the milliseconds they took.
import { readFileSync } from "node:fs";
import * as v from "valibot";

import { logIn } from "../tests/support/qbittorrent/http.ts";

const [, , url = "", file = ""] = process.argv;
const Exchanges = v.array(v.object({ method: v.string(), path: v.string(), body: v.string() }));
const exchanges = v.parse(Exchanges, JSON.parse(readFileSync(file, "utf8")));
const { cookie } = await logIn(url);

const start = performance.now();
for (const { method, path, body } of exchanges) {
  const form = { body, headers: { Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded" } };
  const response = await fetch(url + path, { method, ...(body === "" ? { headers: { Cookie: cookie } } : form) });
  // A category that is not there yet is a 409, as it was for the program.
  if (!response.ok && response.status !== 409) throw new Error(`${method} ${path}: ${response.status}`);
  await response.text();
}
console.log(performance.now() - start);
