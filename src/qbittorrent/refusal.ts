import type { HttpOptions } from "./request.ts";

export interface EntryOptions extends HttpOptions {
  /** There is no server, which would get its credentials anew while it runs, and no job. */
  readonly runsOnce?: boolean;
}

/** What follows once the credentials are right that qBittorrent refused; `file` names the variable that names their file. */
export const thenAgain = ({ runsOnce = false }: EntryOptions, file: string): string =>
  runsOnce
    ? "try again"
    : `submit the job again: a file that ${file} names is read again by itself, config.yml when qbt-rules gets SIGHUP (kill -HUP), the environment at a restart (a container: create it anew)`;
