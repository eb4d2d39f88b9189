export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  /** Behind the name of the family: a histogram has several kinds of samples. */
  readonly suffix?: string;
  readonly labels: Labels;
  readonly value: number;
}

/** All samples of one name. */
export interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  readonly samples: readonly Sample[];
}

export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Prometheus' text format 0.0.4. */
export const expose = (families: readonly Family[]): string => families.map(exposeFamily).join("");

function exposeFamily({ name, help, type, samples }: Family): string {
  const head = [`# HELP ${name} ${escape(help)}`, `# TYPE ${name} ${type}`];
  const lines = samples.map(
    ({ suffix = "", labels, value }) => `${name}${suffix}${braced(labels)} ${valueText(value)}`,
  );
  return [...head, ...lines].map((line) => `${line}\n`).join("");
}

function braced(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** A line feed would end the line, and what follows would be taken for another sample. */
const escape = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");

function valueText(value: number): string {
  if (value === Infinity) return "+Inf";
  return value === -Infinity ? "-Inf" : String(value);
}
