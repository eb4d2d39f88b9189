import { visible } from "../lib/visible.ts";
import { placeOf } from "../rules/frame.ts";
import type { FileResult } from "./result.ts";
import type { CaseResult, Failure } from "./run.ts";

/** How a failure and a problem are told, line by line and without colours. */
export interface Telling {
  readonly failure: (failure: Failure) => readonly string[];
  readonly problem: (problem: FileResult["problems"][number]) => readonly string[];
}

/** The results as JUnit XML, which CI servers read: a suite for each file, an error for a file whose tests could not run. */
export function junit(results: readonly FileResult[], telling: Telling): string {
  const suites = results.map((result) => suite(result, telling));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    ...element("testsuites", { name: "qbt-rules" }, suites.flat()),
    "",
  ].join("\n");
}

type Attributes = Readonly<Record<string, string | number>>;

function suite({ file, problems, tests }: FileResult, telling: Telling): readonly string[] {
  const failed = tests.filter(({ failures }) => failures.length > 0).length;
  const isBroken = problems.length > 0;
  const attributes = { name: file, tests: tests.length + Number(isBroken), failures: failed, errors: Number(isBroken) };
  const lines = problems.flatMap((problem) => telling.problem(problem));
  const broken = element("testcase", { name: "the file can be read", classname: file, file }, [
    ...textElement("error", { message: "the tests could not run" }, lines),
  ]);
  return element("testsuite", attributes, [
    ...(isBroken ? broken : []),
    ...tests.flatMap((test) => testcase(test, telling)),
  ]);
}

function testcase({ name, place, failures }: CaseResult, telling: Telling): readonly string[] {
  const { file = "", line = 0 } = placeOf(place) ?? {};
  const message = failures.flatMap(summary).join("; ");
  const lines = failures.flatMap((failure) => telling.failure(failure));
  // Readers expect one at most.
  const told = failures.length === 0 ? [] : textElement("failure", { message }, lines);
  return element("testcase", { name, classname: file, file, line }, told);
}

const summary = ({ differences }: Failure): readonly string[] =>
  differences.map(({ what, expected, found }) => `${what}: expected ${expected}, found ${found}`);

function element(name: string, attributes: Attributes, inside: readonly string[]): readonly string[] {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`)].join(
    " ",
  );
  if (inside.length === 0) return [`<${start}/>`];
  return [`<${start}>`, ...inside.map((line) => `  ${line}`), `</${name}>`];
}

/** The text as it is, not indented: it is shown to people. */
const textElement = (name: string, { message }: { readonly message: string }, lines: readonly string[]) => [
  `<${name} message="${escaped(message)}">${lines.map(escaped).join("\n")}</${name}>`,
];

/** XML has no way at all to write control characters. */
const escaped = (text: string): string =>
  visible(text)
    .replaceAll(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
