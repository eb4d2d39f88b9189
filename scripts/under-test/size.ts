import { readFileSync, readdirSync, readlinkSync } from "node:fs";

/** What a process holds. */
export interface Size {
  /** Megabytes of 2^20, as the kernel counts its kilobytes. */
  readonly resident: number;
  /** Open files, sockets not counted. */
  readonly files: number;
  readonly sockets: number;
}

/** Linux only: elsewhere undefined. */
export function sizeOf(pid: number): Size | undefined {
  try {
    const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1_024;
    const open = readdirSync(`/proc/${pid}/fd`).map((descriptor) => target(`/proc/${pid}/fd/${descriptor}`));
    const sockets = open.filter((name) => name.startsWith("socket:")).length;
    return { resident, sockets, files: open.length - sockets };
  } catch {
    return undefined;
  }
}

/** One that was closed meanwhile is a file for this once. */
function target(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}
