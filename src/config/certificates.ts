import { type Kind, path } from "./kinds.ts";

/** The path of a PEM file, or what is in one: `NAME_FILE` names the file itself. */
export const certificates: Kind<string> = {
  expects: "the path of a file with certificates as PEM",
  parse: (text) => (isPem(text) ? { ok: true, value: text } : path.parse(text)),
};

export const isPem = (text: string): boolean => text.includes("-----BEGIN ");
