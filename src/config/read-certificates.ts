import { X509Certificate } from "node:crypto";
import type { Parsed } from "../lib/units.ts";
import { isPem } from "./certificates.ts";
import type { Disk } from "./disk.ts";
import { readFailure, readRemedy } from "./sources.ts";

/** The certificates as PEM, each of which can be read. */
export async function readCertificates(written: string, readFile: Disk["readFile"]): Promise<Parsed<string>> {
  let text = written;
  try {
    if (!isPem(written)) text = await readFile(written);
  } catch (thrown) {
    return wrong(`${readFailure(thrown)} ("${written}")`, `${readRemedy(thrown)}, or correct the path`);
  }
  const found = text.match(/-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs) ?? [];
  if (found.length === 0) return wrong("there is no certificate in it", FORM);
  const broken = found.findIndex((certificate) => !isReadable(certificate));
  if (broken >= 0) return wrong(`certificate ${broken + 1} of ${found.length} cannot be read`, FORM);
  return { ok: true, value: found.join("\n") };
}

const FORM =
  'name a PEM file, whose certificates begin with "-----BEGIN CERTIFICATE-----"; one in DER becomes that by: openssl x509 -inform der';

function isReadable(certificate: string): boolean {
  try {
    return new X509Certificate(certificate).raw.length > 0;
  } catch {
    return false;
  }
}

const wrong = (message: string, hint: string): Parsed<never> => ({ ok: false, message, hint });
