import { messageOf, systemCode } from "../errors.ts";

/** Why nobody answered, in words; the runtime's own message where there are none. */
export const networkReason = (thrown: unknown): string =>
  thrown instanceof Error && thrown.name === "TimeoutError"
    ? "no answer came in time"
    : (reasons[systemCode(thrown)] ?? messageOf(thrown));

const UNKNOWN_ISSUER = "its certificate was issued by an authority that is not known here";

/** Whether there was no connection at all, so that nothing can have been received either. */
export const neverConnected = (thrown: unknown): boolean => UNCONNECTED.includes(systemCode(thrown));

const UNCONNECTED: readonly string[] = [
  "ECONNREFUSED",
  "ConnectionRefused",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
];

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused, nothing listens there",
  ConnectionRefused: "connection refused, nothing listens there",
  ECONNRESET: "the connection was closed before the answer came",
  ENOTFOUND: "no host of this name is known",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "no way to this host",
  ENETUNREACH: "no way to this network",
  ETIMEDOUT: "the host does not answer",
  EPROTO: "it does not speak TLS on this port",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_ISSUER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_ISSUER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_ISSUER,
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another name",
};
