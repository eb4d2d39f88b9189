// Writes what the documentation says of fields, operators and actions, from the program itself: `npm run docs`.
import { writeFileSync } from "node:fs";

import { docFiles } from "./docs/files.ts";

for (const [path, text] of docFiles()) {
  writeFileSync(path, text);
  console.log(path);
}
