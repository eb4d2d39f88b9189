// Looks at what a hook calls as somebody whom file permissions hold back, which they do not do to root; prints what it finds.
import { writeSync } from "node:fs";
import { callerFaults } from "../../../src/doctor/caller.ts";

const nobody = 65_534;
const [program = "", configDir = ""] = process.argv.slice(2);
const find = () => callerFaults({ program, configDir }, { settings: { "server.api_key": ["a-key-0123456789abcdef"] } });

// Once before: what is loaded when it is needed may be closed as well.
await find();
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}
const faults = await callerFaults(
  { program, configDir },
  { settings: { "server.api_key": ["a-key-0123456789abcdef"] } },
);
writeSync(1, JSON.stringify(faults));
