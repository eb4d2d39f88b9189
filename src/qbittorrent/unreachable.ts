import { AppError, systemCode } from "../errors.ts";
import { networkReason } from "../lib/network.ts";

/** What was asked of whom. */
interface Asked {
  readonly host: string;
  readonly timeoutMs: number;
  readonly ifTooShort?: string;
}

/** Why there is no answer, and what to do about it. */
export function unreachable({ host, timeoutMs, ifTooShort = LONGER }: Asked, thrown: unknown): AppError {
  const timedOut = thrown instanceof Error && thrown.name === "TimeoutError";
  const why = timedOut ? `no answer within ${timeoutMs / 1000} s` : networkReason(thrown);
  return new AppError("qbittorrent_unreachable", `Cannot reach qBittorrent at ${host}: ${why}`, {
    hint: timedOut ? ifTooShort : hintFor(systemCode(thrown), host),
    cause: thrown,
  });
}

const LONGER = "a large library may need a longer qbittorrent.timeout";

/** The connection was there, and ended before there was a whole answer. */
export const isLostConnection = (thrown: unknown): boolean => systemCode(thrown) === "ECONNRESET";

function hintFor(code: string, host: string): string {
  if (code === "EPROTO") return `if ${otherScheme(host)}`;
  // qBittorrent says nothing to who speaks the wrong one to it, and hangs up.
  if (code === "ECONNRESET") return `is it starting or stopping? If ${otherScheme(host)}`;
  return certificateHints[code] ?? USUAL;
}

const otherScheme = (host: string): string =>
  host.startsWith("https:")
    ? `its Web UI does not use HTTPS, write ${host.replace("https:", "http:")}`
    : `its Web UI uses HTTPS, write ${host.replace("http:", "https:")}`;

const USUAL = "is qBittorrent running, its Web UI enabled, and qbittorrent.host right as seen from this machine?";

const TRUST =
  "name the certificate, or that of the authority which issued it, in qbittorrent.tls_ca; qbittorrent.tls_verify: false trusts any";

const certificateHints: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: TRUST,
  SELF_SIGNED_CERT_IN_CHAIN: TRUST,
  UNABLE_TO_GET_ISSUER_CERT: TRUST,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: TRUST,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: TRUST,
  CERT_HAS_EXPIRED: "renew it, or set qbittorrent.tls_verify: false, which trusts any",
  CERT_NOT_YET_VALID: "is the clock of this machine right?",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "write qbittorrent.host with a name that the certificate has, or set qbittorrent.tls_verify: false, which trusts any",
};
