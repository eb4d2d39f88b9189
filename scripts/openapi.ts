// Writes the description of the HTTP API that the server answers with: `npm run openapi`.
import { writeFileSync } from "node:fs";

import { openapiFile } from "./openapi/document.ts";

const [path, text] = openapiFile();
writeFileSync(path, text);
console.log(`${path}: ${(Buffer.byteLength(text) / 1000).toFixed(1)} kB`);
