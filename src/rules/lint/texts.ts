import { states } from "../values.ts";
import type { Leaf } from "../rule.ts";
import { valuesOf } from "./named.ts";

/** All that some texts are, on every server. */
export const vocabularies: Readonly<Partial<Record<string, readonly string[]>>> = {
  "info.state": states,
  "info.share_limit_action": ["Default", "Stop", "Remove", "RemoveWithContent", "EnableSuperSeeding"],
  "info.share_limits_mode": ["Default", "MatchAny", "MatchAll"],
  "transfer.connection_status": ["connected", "firewalled", "disconnected"],
};

/** Hosts are in lower case, without what stands around them in an address. */
const hosts: readonly string[] = ["info.tracker_host", "trackers.host"];

/** Whether a test names only texts that no host has in it. */
export const namesNoHost = (leaf: Leaf): boolean =>
  hosts.includes(leaf.field.name) &&
  literal.includes(leaf.operator.replace(/^not_|^!/, "")) &&
  valuesOf(leaf).every((value) => typeof value === "string" && /[A-Z/\s]/.test(value));

const literal: readonly string[] = ["==", "=", "in", "contains", "starts_with", "ends_with"];
