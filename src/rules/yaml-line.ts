/** The line around a place, and where it begins. */
export interface Line {
  readonly start: number;
  readonly text: string;
}

export function lineAt(text: string, offset: number): Line {
  const start = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", offset);
  return { start, text: text.slice(start, end === -1 ? undefined : end).replace(/\r$/, "") };
}

/** A value as somebody wrote it, whatever YAML makes of that. */
export interface Written {
  /** `name:`; nothing in a list. */
  readonly key: string;
  readonly value: string;
}

/** What was meant to be one value, on the line around the place: a place in it, or where it begins. */
export function valueAround(text: string, offset: number): Written {
  const line = lineAt(text, offset);
  const head = masked(line.text.slice(0, offset - line.start));
  const open = unclosed(head);
  const from = (open.at(-1) ?? -1) + 1;
  if (head.charAt(from - 1) === "[") {
    const start = Math.max(from, head.lastIndexOf(",") + 1);
    return {
      key: "",
      value: line.text
        .slice(start)
        .replace(/[,\]].*$/, "")
        .trim(),
    };
  }
  const key = [...head.slice(from).matchAll(/(?<=^|[\s{,])[\w-]+:\s+/g)].at(-1);
  const start = key === undefined ? head.search(/[^\s-]|$/) : from + key.index + key[0].length;
  const rest = line.text.slice(start);
  return {
    key: key?.[0].trimEnd() ?? "",
    value: open.length === 0 ? withoutComment(rest) : inBraces(rest, open.length),
  };
}

/** The value with quotes around it, such as they need be. Quotes that it has are thought to be meant as such. */
export function inYamlQuotes(value: string): string {
  const [, quote, inner = value] = /^(['"])(.*)\1$/.exec(value) ?? [];
  if (quote === '"' && inner.includes('\\"')) return value;
  if (!inner.includes("'")) return `'${inner}'`;
  return /["\\]/.test(inner) ? `'${inner.replaceAll("'", "''")}'` : `"${inner}"`;
}

/** Texts in quotes made of something that cannot be taken for anything else. */
const masked = (head: string): string =>
  head.replaceAll(/'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"/g, (found) => "x".repeat(found.length));

/** Where the brackets and braces stand that are open at the end, the outermost first. */
function unclosed(head: string): readonly number[] {
  const open: number[] = [];
  for (const { 0: bracket, index } of head.matchAll(/(?<=^[\s-]*|[:,[{]\s*)[[{]|[\]}]/g)) {
    if (bracket === "[" || bracket === "{") open.push(index);
    else open.pop();
  }
  return open;
}

const withoutComment = (rest: string): string => rest.replace(/(?:^|\s)#.*$/, "").trim();

/** Up to the next key, or up to the braces that close what is open around it. */
function inBraces(rest: string, depth: number): string {
  const next = rest.search(/,\s*[\w-]+:(?:\s|$)/);
  if (next !== -1) return rest.slice(0, next).trim();
  let value = rest.replace(/\s+#.*$/, "").trim();
  for (let closed = 0; closed < depth; closed++) value = value.replace(/\s*[}\]],?$/, "");
  return value.replace(/,$/, "").trim();
}
