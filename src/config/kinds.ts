import type { Problem } from "../errors.ts";
import type { Parsed } from "../lib/units.ts";
import { type Quota, parseDuration, parseQuota } from "../lib/units.ts";

/** How the text of a setting becomes its value. All sources hold text; a number in config.yml is read as its text. */
export interface Kind<T> {
  /** Completes "expected …"; said instead of `message` where the text must not be shown. */
  readonly expects: string;
  parse(text: string, at?: PlaceOf): Judged<T>;
  /** Takes a number in config.yml too: as its value, or to say what is missing. */
  readonly numbers?: true;
  /** Takes true and false in config.yml too. */
  readonly booleans?: true;
  /** Takes a list in config.yml too, which is then read as its items, a line each. */
  readonly lists?: true;
  /** All that it takes, where that is a few names. */
  readonly names?: readonly string[];
  /** A list in config.yml, which is read as its JSON; elsewhere that is written. */
  readonly isList?: true;
}

/** Where a part of a value is written, or the key of one. */
export type PlaceOf = (path: readonly (string | number)[], part?: "key") => string;

/** Where parts of a value are wrong, that is told of each; otherwise of the whole. */
export type Judged<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly hint: string; readonly problems?: readonly Problem[] };

const LONGEST_SECONDS = 100 * 31_536_000;

export const line: Kind<string> = {
  expects: "one line of text",
  parse(text) {
    if (holdsControl(text)) return wrong("holds a line break or another control character", "write one line of text");
    // JSON and YAML can write it; nothing that keeps texts as UTF-8 can.
    if (!text.isWellFormed()) return wrong("holds half a surrogate pair", "write both halves, or the character itself");
    return right(text);
  },
};

export const path: Kind<string> = {
  expects: "the path of a file or folder",
  parse: (text) =>
    text.startsWith("~")
      ? wrong(`${shown(text)} starts with "~", which only a shell understands`, "write the whole path")
      : line.parse(text),
};

/** One key or several, so that an old one and its successor can both be right for a while. The first is the one to use. */
export type Keys = readonly [first: string, ...others: string[]];

/** A key travels in an HTTP header, which decides what it may hold; commas and line breaks stand between keys. */
export const apiKeys: Kind<Keys> = {
  expects:
    "a key of letters, digits and punctuation, without spaces, or several with commas or line breaks between them",
  lists: true,
  parse(text) {
    const [first, ...others] = new Set(
      text
        .split(/[,\r\n]/)
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    );
    return first !== undefined && [first, ...others].every((key) => /^[!-~]+$/.test(key))
      ? right([first, ...others])
      : wrong("is not a key", "use only ASCII letters, digits and punctuation, no spaces");
  },
};

/** The first, where the other side may know several: both can then be given the same text. */
export const apiKey: Kind<string> = {
  ...apiKeys,
  parse(text) {
    const keys = apiKeys.parse(text);
    return keys.ok ? right(keys.value[0]) : keys;
  },
};

/** As whoever gave it out wrote it: it travels in an HTTP header. */
export const token: Kind<string> = {
  expects: "a key of letters, digits and punctuation, without spaces",
  parse: (text) =>
    /^[!-~]+$/.test(text.trim()) ? right(text.trim()) : wrong("is not a key", "copy it whole, without spaces"),
};

export const yesOrNo: Kind<boolean> = {
  expects: "true or false",
  booleans: true,
  names: ["true", "false"],
  parse(text) {
    const word = text.trim().toLowerCase();
    if (word === "true" || word === "false") return right(word === "true");
    return wrong(`${shown(text)} is neither true nor false`, meantBoolean(text));
  },
};

/** What the YAML of old took for true and false is text since YAML 1.2. */
export function meantBoolean(written: unknown): string {
  const word = String(written).trim().toLowerCase();
  if (["yes", "on", "y"].includes(word)) return `${word} is text here (YAML 1.2): write true`;
  if (["no", "off", "n"].includes(word)) return `${word} is text here (YAML 1.2): write false`;
  return "write true or false";
}

export const bindAddress: Kind<string> = {
  expects: "an address to listen on",
  parse(text) {
    const input = text.trim();
    if (/^[\w.-]+$/.test(input) || /^[\da-f]*:[\da-f:.]*:[\da-f:.]*(%\w+)?$/i.test(input)) return right(input);
    return wrong(
      `${shown(text)} is not an address to listen on`,
      'write an address like "0.0.0.0", "127.0.0.1" or "::"; the port is server.port',
    );
  },
};

export const port: Kind<number> = {
  expects: "a port from 0 to 65535",
  numbers: true,
  parse(text) {
    const input = text.trim();
    if (/^\d{1,5}$/.test(input) && Number(input) <= 65_535) return right(Number(input));
    const kubernetes = /^(tcp|udp|sctp):\/\//.test(input);
    return wrong(
      `${shown(text)} is not a port`,
      kubernetes
        ? "Kubernetes sets this for a service of that name: set enableServiceLinks: false in the pod, or rename the service"
        : "write a number from 1 to 65535, or 0 for any free port",
    );
  },
};

export const count: Kind<number> = {
  expects: "a whole number of at least 1",
  numbers: true,
  parse(text) {
    const input = text.trim();
    const value = Number(input);
    if (/^\d+$/.test(input) && value >= 1 && Number.isSafeInteger(value)) return right(value);
    return wrong(`${shown(text)} is not a whole number of at least 1`, "write a number like 1");
  },
};

/** So many, or a part of all. */
export const quota: Kind<Quota> = {
  expects: "a whole number or a percentage",
  numbers: true,
  parse: (text) => parseQuota(text),
};

/** Milliseconds. */
export function duration({ zero = false } = {}): Kind<number> {
  const hint = 'write a number with a unit, like "30s", "5m", "12 hours" or "7d"';
  return {
    expects: "a duration with its unit, like 5m or 7d",
    numbers: true,
    parse(text) {
      const parsed = parseDuration(text);
      if (!parsed.ok) return wrong(parsed.message, hint);
      if (parsed.value > LONGEST_SECONDS) return wrong(`${shown(text)} is more than 100 years`, hint);
      const milliseconds = Math.round(parsed.value * 1000);
      return milliseconds > 0 || zero ? right(milliseconds) : wrong(`${shown(text)} is no time at all`, hint);
    },
  };
}

/** One of a few names, in any letter case. */
export function choice<const T extends string>(...names: readonly T[]): Kind<T> {
  const list = names.join(", ");
  return {
    expects: `one of ${list}`,
    names,
    parse(text) {
      const name = names.find((known) => known.toLowerCase() === text.trim().toLowerCase());
      return name === undefined ? wrong(`${shown(text)} is not one of ${list}`, `write one of ${list}`) : right(name);
    },
  };
}

/** What the names of keys begin with. */
export const keyPrefix: Kind<string> = {
  expects: "letters, digits and _ - . : { }",
  parse(text) {
    const input = text.trim();
    return /^[\w.:{}-]+$/.test(input)
      ? right(input)
      : wrong(
          `${shown(text)} cannot begin the name of a key`,
          'write letters, digits and _ - . : { }, like "qbt_rules"',
        );
  },
};

function right<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

function wrong(message: string, hint: string): Parsed<never> {
  return { ok: false, message, hint };
}

/** What was written, quoted and cut; nothing of it when it may hold a password, as a URL with an `@` does. */
export function shown(text: string): string {
  if (text.includes("@")) return "the value (not shown)";
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

/** As `/\p{Cc}/u` would tell, which takes a fifth of a millisecond to make. */
function holdsControl(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return true;
  }
  return false;
}
