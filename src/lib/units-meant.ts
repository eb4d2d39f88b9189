import { nearest } from "./nearest.ts";

/** Of what somebody wrote and nobody can read: what they may have meant. */
type Guess = (written: string) => string;

/** The first guess that is something else and can be read. */
export function meantBy(
  written: string,
  guesses: readonly Guess[],
  reads: (guess: string) => boolean,
): string | undefined {
  return guesses.map((guess) => guess(written)).find((guess) => guess !== written && reads(guess));
}

/** A comma before three digits may part thousands, so that nobody can tell. */
const decimalPoint: Guess = (written) => written.replace(/^(\d+),(\d{1,2})(?!\d)/, "$1.$2");

const withoutComparison: Guess = (written) => written.replace(/^[<>=~ ]+/, "");

const withoutSign: Guess = (written) => written.replace(/^[-+]/, "");

const withoutAgo: Guess = (written) => written.replace(/\s+(?:ago|old)$/i, "");

const otherUnits: Readonly<Record<string, string>> = {
  mo: "months",
  mon: "months",
  hr: "hours",
  hrs: "hours",
  wk: "weeks",
  wks: "weeks",
  y: "years",
  yr: "years",
  yrs: "years",
};

export const guessesOfTime = (units: readonly string[]): readonly Guess[] => [
  decimalPoint,
  withoutComparison,
  withoutSign,
  withoutAgo,
  (written) =>
    written.replaceAll(/[a-z]+/gi, (unit) => {
      if (units.includes(unit.toLowerCase())) return unit;
      return (
        otherUnits[unit.toLowerCase()] ??
        nearest(
          unit,
          units.filter((known) => known.length > 2),
        ) ??
        unit
      );
    }),
];

const prefixes: Readonly<Record<string, string>> = { k: "kB", m: "MB", g: "GB", t: "TB", p: "PB" };

/** `G`, `gb`, `gigabytes`; lower-case `b` are bits elsewhere, which nobody means. */
export const guessesOfSize = (units: readonly string[]): readonly Guess[] => [
  decimalPoint,
  withoutComparison,
  (written) =>
    written.replace(/^([\d.]+)\s*([a-z]+)$/i, (whole, amount: string, unit: string) => {
      const lower = unit.toLowerCase().replace(/^(?:kilo|mega|giga|tera|peta)(?:bytes?)?$/, (name) => name.slice(0, 1));
      const meant = prefixes[lower] ?? units.find((known) => [lower, `${lower}b`].includes(known.toLowerCase()));
      return meant === undefined ? whole : `${amount} ${meant}`;
    }),
];

const perSecond: Guess = (written) => written.replace(/\s*(?:ps|p\/s|\/sec(?:ond)?)$/i, "/s");

export const guessesOfRate = (units: readonly string[]): readonly Guess[] => [
  bytesOfBits,
  perSecond,
  ...guessesOfSize(units).map(
    (guess): Guess =>
      (written) =>
        `${guess(perSecond(written).replace(/\s*\/s$/, ""))}/s`,
  ),
];

/** Lines are sold in bits, and qBittorrent counts bytes. */
function bytesOfBits(written: string): string {
  const [, amount, prefix = ""] = /^([\d.]+)\s*([kKmMgGtT]?)(?:bps|[bB]its?(?:\/s)?|b\/s)$/.exec(written) ?? [];
  return amount === undefined ? written : `${Number(amount) / 8} ${prefixes[prefix.toLowerCase()] ?? "B"}/s`;
}
