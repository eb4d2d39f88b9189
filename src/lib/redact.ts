export type Redact = (text: string) => string;

/**
 * Strikes out the secrets given, in the spelling of a URL too, and everything that looks like one: keys and cookies of
 * `name=value`, JSON and headers, logins in URLs, passkeys in announce URLs.
 */
export function createRedactor(secrets: readonly string[]): Redact {
  const spellings = [...new Set(secrets.filter((secret) => secret.trim() !== "").flatMap(spellingsOf))];
  const known = exactly(spellings);
  return (text) => {
    const struck = spellings.some((spelling) => text.includes(spelling)) ? text.replace(known, STRUCK) : text;
    // Almost no line of a log has any of it, and this one look costs less than all those below.
    if (!HINT.test(struck)) return struck;
    return shapes.reduce((rest, [shape, replacement]) => rest.replace(shape, replacement), struck);
  };
}

/** A property or field whose value is a secret, judged by its name alone. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

const STRUCK = "***";

const WORD = String.raw`(?:(?:(?:pass|api|auth|rss|torrent)[_-]?)?(?:key|pass)|password|passwd|passphrase|token|secret|sid|qbt_sid\w*)`;
const SECRET_NAME = new RegExp(`(?:^|[_-])${WORD}$|^(?:authorization|(?:set-)?cookie)$`, "i");

/** A word of a name: `api_key` has two, `monkey` has one; so does `%3Fkey`, an encoded `?` before it. */
const START = String.raw`(?:(?<![a-z\d])|(?<=%[\da-f]{2}))`;

/** A value ends where it cannot go on in a query, a cookie, or the quotes around it; an encoded `&` ends it too. */
const VALUE = `(?:"(?:[^"\\\\]|\\\\.)*"|(?:(?!%26)[^\\s&;,"'<>()\\[\\]{}\\\\])+)`;

/** In every text that one of the shapes fits. */
const HINT = /key|pass|token|secret|sid|auth|cookie|bearer|basic|:\/\/|announce|scrape/i;

const shapes: readonly (readonly [shape: RegExp, replacement: string])[] = [
  [new RegExp(`${START}(${WORD}(?:=|%3D))${VALUE}`, "gi"), `$1${STRUCK}`],
  [
    new RegExp(`(\\\\?["'])((?:[\\w-]{0,20}[_-])?${WORD})\\1(\\s*:\\s*)\\1.*?(?<!\\\\)\\1`, "gi"),
    `$1$2$1$3$1${STRUCK}$1`,
  ],
  [/((?:authorization|cookie|x-api-key)\\?["']?\s*[:=]\s*)[^\s"'\\][^"'\\\r\n]*/gi, `$1${STRUCK}`],
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${STRUCK}`],
  [/\b([a-z][\w+.-]{0,20}:\/\/)[^\s/?#"']+@/gi, `$1${STRUCK}@`],
  [/\/[\w-]{20,}(?=\/(?:announce|scrape)\b)/gi, `/${STRUCK}`],
];

function exactly(spellings: readonly string[]): RegExp {
  const longestFirst = spellings.toSorted((a, b) => b.length - a.length);
  return new RegExp(longestFirst.map(pattern).join("|"), "gu");
}

function spellingsOf(secret: string): string[] {
  return [secret, secret.trim(), JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())];
}

const SHORT = 4;

/**
 * A secret of up to three characters is part of half the words there are: struck out everywhere it would leave a log of
 * stars, and a star in a word that everybody knows even gives it away. So it is struck out where it stands alone as a
 * value: as a whole property, behind `=`, in quotes, or last behind a colon.
 */
function pattern(secret: string): string {
  const literal = RegExp.escape(secret);
  if (secret.length >= SHORT) return literal;
  return `^${literal}$|(?<==|%3[Dd])${literal}(?=${END})|(?<=["'])${literal}(?=\\\\?["'])|(?<=: *)${literal}$`;
}

const END = String.raw`$|%26|[\s&;,"'<>()\[\]{}\\]`;
