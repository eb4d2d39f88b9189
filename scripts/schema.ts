// Writes the JSON Schemas of the rules file, of tests and of config.yml, for editors: `npm run schema`.
import { writeFileSync } from "node:fs";

import { schemaFiles } from "./schema/files.ts";

for (const [path, text] of schemaFiles()) {
  writeFileSync(path, text);
  console.log(`${path}: ${(Buffer.byteLength(text) / 1000).toFixed(1)} kB`);
}
