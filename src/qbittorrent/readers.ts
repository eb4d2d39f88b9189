/**
 * How each kind of value is read from qBittorrent's JSON. Whatever is missing, of another type, or a sentinel for "don't
 * know" becomes undefined, once and here: nobody behind the client has to know what 4294967295 means.
 */
export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Empty where the server does not know. */
export const textOrNone = (value: unknown): string | undefined => (value === "" ? undefined : text(value));

/** In lower case. Empty means "not there": an info-hash of the other protocol version. */
export const hashOrNone = (value: unknown): string | undefined => textOrNone(value)?.toLowerCase();

export const flag = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);

/** JSON has numbers that are too large for us: 1e999 is read as Infinity, which here would mean "unlimited". */
const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** -1: not counted, not known. */
export const count = (value: unknown): number | undefined => (isNumber(value) && value >= 0 ? value : undefined);

/** 0: there is none. */
export const countOrNone = (value: unknown): number | undefined => (isNumber(value) && value > 0 ? value : undefined);

/** From 0 to 1. */
export const fraction = (value: unknown): number | undefined =>
  isNumber(value) && value >= 0 && value <= 1 ? value : undefined;

/** Ratio: -1 (5.1.1 and newer) and 9999 (before) stand for an upload without a download. */
export const ratio = (value: unknown): number | undefined =>
  value === -1 || (isNumber(value) && value >= 9999) ? Infinity : count(value);

/** A ratio to be reached: -1 for none, -2 for the one of the category or the server. */
export const ratioLimit = (value: unknown): number | undefined => (value === -1 ? Infinity : count(value));

/** A time to be reached, in seconds; the server counts minutes, with -1 and -2 as for a ratio. */
export const timeLimit = (value: unknown): number | undefined => {
  const minutes = ratioLimit(value);
  return minutes === undefined ? undefined : minutes * 60;
};

/** A limit of speed or of connections; unlimited is -1 in some places and versions, 0 in others. */
export const limit = (value: unknown): number | undefined => {
  if (!isNumber(value)) return undefined;
  return value <= 0 ? Infinity : value;
};

/**
 * Seconds since 1970. "Never" is 4294967295 (4.1), minus the server's offset from UTC (4.2 to 4.6) or -1 (5.0 and newer).
 */
export const timestamp = (value: unknown): number | undefined =>
  isNumber(value) && value > 86_400 && value < 4_294_967_295 ? value : undefined;

/** Seconds; 8640000 stands for endless. */
export const eta = (value: unknown): number | undefined => (value === 8_640_000 ? Infinity : count(value));

/** `a, b` in torrents/info; sorted by nobody, trimmed by us. */
export const tagSet = (value: unknown): readonly string[] | undefined => {
  if (typeof value !== "string") return undefined;
  if (value === "") return noTags;
  return value
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
};

/** One for all: most torrents of a library have none. */
const noTags: readonly string[] = Object.freeze([]);

/** Without the trailing slash that servers up to 4.4 add. */
export const path = (value: unknown): string | undefined => {
  if (typeof value !== "string") return undefined;
  return value.length > 1 && value.endsWith("/") ? value.replace(/\/+$/, "") || "/" : value;
};

/** Where something lies. While a torrent is being added, 4.5 and its like name its data without the folder: that is no place. */
export const place = (value: unknown): string | undefined =>
  typeof value === "string" && ABSOLUTE.test(value) ? path(value) : undefined;

const ABSOLUTE = /^(?:[\\/]|[A-Za-z]:)/;

/** One name on every version: `stopped*`, as 5.0 and newer say, for `paused*` too. */
export const state = (value: unknown): string | undefined => {
  if (typeof value !== "string") return undefined;
  return value.startsWith("paused") ? `stopped${value.slice("paused".length)}` : value;
};
