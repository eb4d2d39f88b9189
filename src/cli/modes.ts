/** What one call of the program does; exactly one. */
export const modes = [
  "serve",
  "execute",
  "list-jobs",
  "job-status",
  "cancel-job",
  "stats",
  "health",
  "validate",
  "list-rules",
  "test",
  "install-hook",
  "remove-hook",
  "doctor",
  "version",
  "help",
] as const;

export type Mode = (typeof modes)[number];
