import type { Settings, SettingKey } from "../config/schema.ts";
import type { Clock } from "../lib/clock.ts";
import type { Looked } from "./finding.ts";
import type { QbittorrentSeen } from "./qbittorrent.ts";

/** What the checks look at. Whatever is asked of others is asked once, when the first check needs it. */
export interface Scene {
  readonly settings: Settings;
  /** Where each comes from, in words. */
  readonly origins: Readonly<Record<SettingKey, string>>;
  /** Whose settings these are: one that serves, or one that only calls a server, such as a hook in a container. */
  readonly role: Role;
  /** Whether anybody says himself to be well. */
  readonly health: () => Promise<Looked<ServerHealth>>;
  readonly server: ServerDoor;
  /** Undefined: the settings have no login. */
  readonly qbittorrent: (() => Promise<Looked<QbittorrentSeen>>) | undefined;
  readonly version: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** A command line of this program with the same settings folder, as one types it. */
  readonly typed: (...words: readonly string[]) => string;
}

export type Role = "server" | "client";

/** A server of ours, as those see it who call it. Each throws AppError. */
export interface ServerDoor {
  readonly url: string;
  health(): Promise<ServerHealth>;
  /** Why it could not take a job now and run it, if so. */
  whyNotReady(): Promise<readonly string[]>;
  /** Throws unless it takes this key. */
  openWith(key: string): Promise<void>;
}

export interface ServerHealth {
  readonly version: string;
  /** What it says is wrong. */
  readonly errors: readonly string[];
  /** Why its rules are older than their file, if so. */
  readonly rulesError: string | null;
  /** How far its clock is from ours, milliseconds; undefined: it does not say. */
  readonly skew: number | undefined;
}
