import { type Logging, type LoggingOptions, configureLogging } from "../../src/lib/log.ts";

export interface LogLines extends Logging {
  /** Level, category and words of each line; without its time, and with single spaces. */
  readonly lines: string[];
}

/** Logging from now on into lines, until it is closed. */
export function logLines(level: LoggingOptions["level"]): LogLines {
  const lines: string[] = [];
  const console = (line: string) => void lines.push(line.slice(line.indexOf("Z ") + 2).replaceAll(/ +/g, " "));
  return { ...configureLogging({ level, fileIsExplicit: false, secrets: [], console }), lines };
}
