import { readFile } from "node:fs/promises";
import { areOfClient, nameServer, serverLogin, serverRequired } from "../../app/settings.ts";
import { type LoadedSettings, loadSettings } from "../../config/load.ts";
import { AppError, type Problem, messageOf } from "../../errors.ts";
import type { Schedule } from "../../config/schedule.ts";
import { type SettingKey, settingKeys } from "../../config/schema.ts";
import { counted } from "../../lib/counted.ts";
import { type Loaded, loadRules } from "../../rules/load.ts";
import { type Command, type Run, outputFormat, printJson, settingsFor } from "../context.ts";
import { unnamedContexts } from "../../rules/contexts.ts";
import type { Rule } from "../../rules/rule.ts";
import { summarize } from "../../rules/summary.ts";
import { printable } from "../printable.ts";
import { problemJson, problemLines } from "../problem-view.ts";
import { rulesKeys } from "../reads.ts";
import { table } from "../table.ts";
import { paint } from "../terminal.ts";

/** Checks every setting and the rules file, and says at once all that is wrong with either. Errors: exit 1. */
export const validate: Run = async (command) => {
  const { terminal } = command;
  const format = outputFormat(command);
  const { configFile, schedule, problems: settings, lacking } = await checkSettings(command);
  const { file, rules, problems: mistakes, warnings: doubts } = await checkRules(command);
  const warnings = [
    ...lacking,
    ...doubts,
    ...unnamedContexts(rules === undefined ? [] : schedule, { rules: rules ?? [] }),
  ];
  const problems = [...settings, ...mistakes];
  const valid = problems.length === 0;
  if (format === "json") {
    const listed = { problems: problems.map(problemJson), warnings: warnings.map(problemJson) };
    printJson(command, { valid, file, ...listed });
  } else {
    const say = (list: readonly Problem[]) =>
      list.flatMap((problem) => problemLines(terminal, problem)).forEach((line) => terminal.out(line));
    if (warnings.length > 0) terminal.out(paint(terminal, "yellow", counted(warnings.length, "warning")));
    say(warnings);
    if (!valid) terminal.out(paint(terminal, "red", counted(problems.length, "error")));
    say(problems);
    const fine = (what: string) => terminal.out(`${paint(terminal, "green", "✓")} ${what}, no errors`);
    if (valid && configFile !== undefined) fine(configFile);
    if (valid) fine(`${file}: ${counted(rules?.length ?? 0, "rule")}`);
  }
  return valid ? 0 : 1;
};

export const listRules: Run = async (command) => {
  const format = outputFormat(command);
  const { file, loaded } = await readRules(command);
  if (!loaded.ok) throw new AppError("rules", `${file} has mistakes`, { problems: loaded.problems });
  const rules = loaded.book.rules.map(summarize);
  if (format === "json") printJson(command, { file, rules });
  else {
    const rows = rules.map(({ name, enabled, context, actions }) => [
      printable(name),
      enabled ? "yes" : "no",
      printable(context?.join(", ") ?? "every job"),
      actions.join(", "),
    ]);
    for (const line of table(["Rule", "Enabled", "Context", "Actions"], rows, { width: command.terminal.width }))
      command.terminal.out(line);
  }
  return 0;
};

interface CheckedSettings {
  /** Undefined: there is none, or it has problems. */
  readonly configFile: string | undefined;
  readonly schedule: Schedule;
  readonly problems: readonly Problem[];
  /** What a server would not start without. */
  readonly lacking: readonly Problem[];
}

async function checkSettings(command: Command): Promise<CheckedSettings> {
  try {
    const loaded = await settingsFor(command, settingKeys);
    const { configFile, settings } = loaded;
    const lacking = isOfServer(loaded) ? await lackingToServe(command) : [];
    return { configFile, schedule: settings.schedule, problems: [], lacking };
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === "settings")
      return { configFile: undefined, schedule: [], problems: thrown.problems, lacking: [] };
    throw thrown;
  }
}

/** Whoever has rules and no settings at all checks rules. */
const isOfServer = (found: LoadedSettings<SettingKey, never>): boolean =>
  !areOfClient(found) && (found.configFile !== undefined || nameServer(found));

/** Those settings alone, which are in order as far as they are there. */
async function lackingToServe({ invocation, terminal }: Command): Promise<readonly Problem[]> {
  const keys = [...serverRequired, ...serverLogin];
  const from = { flags: invocation.values, env: terminal.env, keys };
  try {
    await loadSettings({ ...from, required: serverRequired, oneOf: serverLogin });
    return [];
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== "settings") throw thrown;
    return thrown.problems.map((problem) => ({ ...problem, message: `${problem.message}: --serve needs it` }));
  }
}

interface Checked {
  /** Null: the settings are so broken that they do not say where the rules are. */
  readonly file: string | null;
  /** Undefined: they have mistakes, or were not checked. */
  readonly rules?: readonly Rule[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

async function checkRules(command: Command): Promise<Checked> {
  try {
    const { file, loaded } = await readRules(command);
    const { warnings } = loaded;
    return loaded.ok
      ? { file, rules: loaded.book.rules, problems: [], warnings }
      : { file, problems: loaded.problems, warnings };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    if (thrown.code === "settings") return { file: null, problems: [], warnings: [NOT_CHECKED] };
    const { message, hint } = thrown;
    return { file: null, problems: [{ message, ...(hint !== undefined && { hint }) }], warnings: [] };
  }
}

const NOT_CHECKED: Problem = {
  message: "the rules were not checked: mend the settings first, which say where the rules are",
};

/** Forgotten more often than not. */
const elsewhere = (origin: string, folder: string): string =>
  origin === "default" ? `; files were looked for in ${folder}, and --config-dir names another folder` : "";

async function readRules(command: Command): Promise<{ readonly file: string; readonly loaded: Loaded }> {
  const { settings, origins } = await settingsFor(
    { ...command, terminal: { ...command.terminal, err: () => {} } },
    rulesKeys,
  );
  const file = settings["rules.file"];
  try {
    return { file, loaded: loadRules(file, await readFile(file, "utf8")) };
  } catch (thrown) {
    throw new AppError("rules", `Cannot read the rules file: ${messageOf(thrown)}`, {
      hint: `name it by --rules-file, QBT_RULES_RULES_FILE or rules.file in config.yml${elsewhere(origins["config.dir"], settings["config.dir"])}`,
      cause: thrown,
    });
  }
}
