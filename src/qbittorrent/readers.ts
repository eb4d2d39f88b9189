/**
 * How each kind of value is read from qBittorrent's JSON. Whatever is missing, of another type, or a sentinel for "don't
 * know" becomes undefined, once and here: nobody behind the client has to know what 4294967295 means.
 */
export const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** In lower case. Empty means "not there": an info-hash of the other protocol version. */
export const hashOrNone = (value: unknown): string | undefined =>
  value === "" ? undefined : text(value)?.toLowerCase();

export const flag = (value: unknown): boolean | undefined => (typeof value === "boolean" ? value : undefined);

export const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

/** -1: not counted, not known. */
export const count = (value: unknown): number | undefined =>
  typeof value === "number" && value >= 0 ? value : undefined;

/** Ratio: -1 (5.1.1 and newer) and 9999 (before) stand for an upload without a download. */
export const ratio = (value: unknown): number | undefined => {
  if (typeof value !== "number") return undefined;
  return value < 0 || value >= 9999 ? Infinity : value;
};

/** Bytes a second; unlimited is -1 up to 4.4 and 0 since 4.5. */
export const rateLimit = (value: unknown): number | undefined => {
  if (typeof value !== "number") return undefined;
  return value <= 0 ? Infinity : value;
};

/**
 * Seconds since 1970. "Never" is 4294967295 (4.1), minus the server's offset from UTC (4.2 to 4.6) or -1 (5.0 and newer).
 */
export const timestamp = (value: unknown): number | undefined =>
  typeof value === "number" && value > 86_400 && value !== 4_294_967_295 ? value : undefined;

/** Seconds; 8640000 stands for endless. */
export const eta = (value: unknown): number | undefined => (value === 8_640_000 ? Infinity : count(value));

/** `a, b` in torrents/info; sorted by nobody, trimmed by us. */
export const tagSet = (value: unknown): readonly string[] | undefined => {
  if (typeof value !== "string") return undefined;
  if (value === "") return [];
  return value
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");
};

/** Without the trailing slash that servers up to 4.4 add. */
export const path = (value: unknown): string | undefined => {
  if (typeof value !== "string") return undefined;
  return value.length > 1 ? value.replace(/\/+$/, "") : value;
};

export const pathOrNone = (value: unknown): string | undefined => (value === "" ? undefined : path(value));

/** One name on every version: `stopped*`, as 5.0 and newer say, for `paused*` too. */
export const state = (value: unknown): string | undefined =>
  typeof value === "string" ? value.replace(/^paused/, "stopped") : undefined;
