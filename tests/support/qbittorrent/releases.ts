/** Whether a version is of that release or a newer one. */
export function isSince(version: string, release: string): boolean {
  return Bun.semver.order(version, release) >= 0;
}
