import { readFile } from "node:fs/promises";
import { AppError, type Problem, describeProblem, messageOf } from "../../errors.ts";
import { settingKeys } from "../../config/schema.ts";
import { type Loaded, loadRules } from "../../rules/load.ts";
import { type Command, type Run, outputFormat, printJson, settingsFor } from "../context.ts";
import { table } from "../table.ts";
import { paint, printable } from "../terminal.ts";

/** Checks every setting and the rules file. Errors: exit 1. */
export const validate: Run = async (command) => {
  const { terminal } = command;
  const format = outputFormat(command);
  const settingsProblems = await problemsOfSettings(command);
  const { file, loaded } = await readRules(command);
  const problems = [...settingsProblems, ...(loaded.ok ? [] : loaded.problems)];
  const { warnings } = loaded;
  if (format === "json") printJson(command, { valid: problems.length === 0, file, problems, warnings });
  else {
    const say = (list: readonly Problem[]) => list.flatMap(describeProblem).forEach((line) => terminal.out(line));
    if (warnings.length > 0)
      terminal.out(paint(terminal, "yellow", `${warnings.length} ${warnings.length === 1 ? "warning" : "warnings"}`));
    say(warnings);
    if (problems.length > 0)
      terminal.out(paint(terminal, "red", `${problems.length} ${problems.length === 1 ? "error" : "errors"}`));
    say(problems);
    if (loaded.ok && problems.length === 0)
      terminal.out(`${paint(terminal, "green", "✓")} ${file}: ${loaded.rules.length} rules, no errors`);
  }
  return problems.length === 0 ? 0 : 1;
};

export const listRules: Run = async (command) => {
  const format = outputFormat(command);
  const { file, loaded } = await readRules(command);
  if (!loaded.ok) throw new AppError("rules", `${file} has mistakes`, { problems: loaded.problems });
  const rules = loaded.rules.map(({ name, enabled, contexts, stopOnMatch, actions, where }) => ({
    name,
    enabled,
    context: contexts ?? null,
    stop_on_match: stopOnMatch,
    actions: actions.map(({ type }) => type),
    where,
  }));
  if (format === "json") printJson(command, { file, rules });
  else {
    const rows = rules.map(({ name, enabled, context, actions }) => [
      printable(name),
      enabled ? "yes" : "no",
      printable(context?.join(", ") ?? "every job"),
      actions.join(", "),
    ]);
    for (const line of table(["Rule", "Enabled", "Context", "Actions"], rows)) command.terminal.out(line);
  }
  return 0;
};

async function problemsOfSettings(command: Command): Promise<readonly Problem[]> {
  try {
    await settingsFor(command, settingKeys);
    return [];
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "settings") return thrown.problems;
    throw thrown;
  }
}

async function readRules(command: Command): Promise<{ readonly file: string; readonly loaded: Loaded }> {
  const { settings } = await settingsFor({ ...command, terminal: { ...command.terminal, err: () => {} } }, [
    "rules.file",
  ]);
  const file = settings["rules.file"];
  try {
    return { file, loaded: loadRules(file, await readFile(file, "utf8")) };
  } catch (thrown) {
    throw new AppError("rules", `Cannot read the rules file: ${messageOf(thrown)}`, {
      hint: "name it by --rules-file, QBT_RULES_RULES_FILE or rules.file in config.yml",
      cause: thrown,
    });
  }
}
