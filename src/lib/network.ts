import { messageOf } from "../errors.ts";

/** Why nobody answered, in words; the runtime's own message where there are none. */
export function networkReason(thrown: unknown): string {
  const code = thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
  return reasons[code] ?? messageOf(thrown);
}

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused, nothing listens there",
  ConnectionRefused: "connection refused, nothing listens there",
  ECONNRESET: "the connection was closed before the answer came",
  ENOTFOUND: "no host of this name is known",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "no way to this host",
  ENETUNREACH: "no way to this network",
  ETIMEDOUT: "the host does not answer",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate cannot be verified",
};
