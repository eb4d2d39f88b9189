import { readFileSync } from "node:fs";
import { tempFolder } from "./temp.ts";

export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** A certificate that signs itself, as PEM with its key. `names`: `DNS:localhost,IP:127.0.0.1`. */
export function selfSigned(names: string): Certificate {
  using folder = tempFolder();
  const [key, certificate] = [folder.file("key.pem"), folder.file("certificate.pem")];
  const curve = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test".split(" ");
  const words = [...curve, "-addext", `subjectAltName=${names}`, "-keyout", key, "-out", certificate];
  const { exitCode, stderr } = Bun.spawnSync(["openssl", ...words]);
  if (exitCode !== 0) throw new Error(`openssl made no certificate: ${stderr.toString()}`);
  return { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
}
