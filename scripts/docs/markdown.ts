export type Row = readonly string[];

export const table = (header: Row, rows: readonly Row[]): string =>
  [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");

/** A bar would end the cell, also within code. */
const cell = (text: string): string => text.replaceAll("|", "\\|");

export const code = (text: string): string => `\`${text}\``;

export const list = (names: readonly string[]): string => names.map(code).join(" ");

/** Replaces what stands between the two marks of that name, which stay. */
export function between(page: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name}: made by npm run docs -->\n`, `<!-- end of ${name} -->`];
  const [before, rest] = [page.indexOf(begin), page.indexOf(end)];
  if (before === -1 || rest < before) throw new Error(`no place for ${name}: expected ${begin.trim()} and ${end}`);
  return `${page.slice(0, before + begin.length)}\n${text}\n\n${page.slice(rest)}`;
}
