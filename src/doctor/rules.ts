import { readFile } from "node:fs/promises";
import { messageOf } from "../errors.ts";
import { counted } from "../lib/counted.ts";
import { unnamedContexts } from "../rules/contexts.ts";
import { loadRules } from "../rules/load.ts";
import { type Finding, notChecked, ok, warning, wrong } from "./finding.ts";
import type { Scene } from "./scene.ts";

export async function checkRules({ settings, role, typed }: Scene): Promise<Finding> {
  if (role === "client") return notChecked("these are the settings of a client, which has no rules");
  const file = settings["rules.file"];
  const read = await textOf(file);
  if ("fault" in read) {
    const hint = "name the file by rules.file in config.yml, QBT_RULES_RULES_FILE or --rules-file";
    return wrong(`the rules file cannot be read: ${read.fault}`, { hint });
  }
  const loaded = loadRules(file, read.text);
  if (!loaded.ok) {
    const hint = `correct the file, then: ${typed("--validate")}`;
    return wrong(`${file} has ${counted(loaded.problems.length, "mistake")}`, { problems: loaded.problems, hint });
  }
  const doubts = [...loaded.warnings, ...unnamedContexts(settings.schedule, loaded.book)];
  const found = `${file}: ${counted(loaded.book.rules.length, "rule")}`;
  return doubts.length > 0 ? warning(found, { problems: doubts }) : ok(found);
}

async function textOf(file: string): Promise<{ readonly text: string } | { readonly fault: string }> {
  try {
    return { text: await readFile(file, "utf8") };
  } catch (thrown) {
    return { fault: messageOf(thrown) };
  }
}
