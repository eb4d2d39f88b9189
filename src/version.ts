// Replaced by literals at build time (build.ts).
declare const BUILD_VERSION: string | undefined;
declare const BUILD_COMMIT: string | undefined;
declare const BUILD_DATE: string | undefined;

export interface BuildInfo {
  readonly version: string;
  readonly commit: string;
  readonly date: string;
}

/** Of this executable; run from source, it says so. */
export const build: BuildInfo = {
  version: typeof BUILD_VERSION === "undefined" ? "0.4.0" : BUILD_VERSION,
  commit: typeof BUILD_COMMIT === "undefined" ? "source" : BUILD_COMMIT,
  date: typeof BUILD_DATE === "undefined" ? "source" : BUILD_DATE,
};
