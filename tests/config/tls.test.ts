import { describe, expect, test } from "bun:test";
import { selfSigned } from "../support/certificates.ts";
import { complaint, load } from "./disk.ts";

const keys = ["qbittorrent.host", "qbittorrent.tls_verify", "qbittorrent.tls_ca"] as const;
const { certificate, key } = selfSigned("DNS:localhost");

const HTTPS = { QBT_RULES_QBITTORRENT_HOST: "https://nas.test" };

const loading = (env: Readonly<Record<string, string>>, files: Readonly<Record<string, string>> = {}) =>
  load({ env: { ...HTTPS, ...env }, files, keys });

const named = { QBT_RULES_QBITTORRENT_TLS_CA: "/ca.pem" };

describe("qbittorrent.tls_ca", () => {
  const text = `the authority of the house\n${certificate}`;

  test.each([
    ["the path of a file", named, { "/ca.pem": text }],
    ["the file itself", { QBT_RULES_QBITTORRENT_TLS_CA_FILE: "/ca.pem" }, { "/ca.pem": text }],
    ["the text", { QBT_RULES_QBITTORRENT_TLS_CA: text }, {}],
    ["the text in config.yml", {}, { "/config/config.yml": `qbittorrent:\n  tls_ca: |\n${indented(text)}` }],
  ])("is what the certificate is in: %s", async (_, env, files) => {
    const { settings, warnings } = await loading(env, files);
    expect(settings["qbittorrent.tls_ca"]).toBe(certificate.trim());
    expect(warnings).toEqual([]);
  });

  test("may be several, of which each counts", async () => {
    const other = selfSigned("DNS:other.test").certificate;
    const { settings } = await loading(named, { "/ca.pem": `${certificate}${other}` });
    expect(settings["qbittorrent.tls_ca"]).toBe(`${certificate.trim()}\n${other.trim()}`);
  });

  const broken = certificate.replace(/\n[A-Za-z0-9+/]{20}/, "\n");

  test.each([
    ["no such file", {}, 'the file does not exist ("/ca.pem")', "correct the path"],
    ["a file that may not be read", { "/ca.pem": "EACCES" }, "may not be read", "read access"],
    ["a key", { "/ca.pem": key }, "there is no certificate in it", "BEGIN CERTIFICATE"],
    ["another format", { "/ca.pem": "\u0030\u0082" }, "there is no certificate in it", "openssl x509 -inform der"],
    ["a certificate cut short", { "/ca.pem": certificate + broken }, "certificate 2 of 2 cannot be read", "PEM"],
  ])("is refused at the start where there is %s", async (_, files, message, hint) => {
    const said = await complaint(loading(named, files));
    expect(said).toContain("environment QBT_RULES_QBITTORRENT_TLS_CA: qbittorrent.tls_ca: ");
    expect(said).toContain(message);
    expect(said).toContain(hint);
  });

  test.each([
    [{ QBT_RULES_QBITTORRENT_HOST: "http://nas.test" }, "qbittorrent.host is no https address"],
    [{ QBT_RULES_QBITTORRENT_TLS_VERIFY: "false" }, "qbittorrent.tls_verify is false"],
  ])("without effect is a warning: %j", async (env, why) => {
    const { warnings } = await loading({ ...named, ...env }, { "/ca.pem": certificate });
    expect(warnings).toContain(`qbittorrent.tls_ca is not used: ${why}`);
  });
});

describe("qbittorrent.tls_verify", () => {
  test.each([
    ["true", true],
    [" False ", false],
  ])("is %j: %j", async (text, value) => {
    expect((await loading({ QBT_RULES_QBITTORRENT_TLS_VERIFY: text })).settings["qbittorrent.tls_verify"]).toBe(value);
  });

  test("is true unless it is set, and in config.yml true or false without quotes as well", async () => {
    const written = (value: string) => loading({}, { "/config/config.yml": `qbittorrent:\n  tls_verify: ${value}\n` });
    const loaded = [await loading({}), await written("true"), await written("false"), await written('"false"')];
    expect(loaded.map(({ settings }) => settings["qbittorrent.tls_verify"])).toEqual([true, true, false, false]);
  });

  test("false is a warning of what may happen", async () => {
    const { warnings } = await loading({ QBT_RULES_QBITTORRENT_TLS_VERIFY: "false" });
    expect(warnings).toEqual([expect.stringContaining("learns the password")]);
  });

  test.each([
    ["yes", "true"],
    ["Off", "false"],
  ])("is not %j, of which YAML 1.2 makes text", async (text, meant) => {
    const said = await complaint(loading({}, { "/config/config.yml": `qbittorrent: {tls_verify: ${text}}` }));
    expect(said).toEndWith(`-> ${text.toLowerCase()} is text here (YAML 1.2): write ${meant}`);
  });

  test.each(["no", "0", "off", "never"])("is not %j", async (text) => {
    const said = await complaint(loading({ QBT_RULES_QBITTORRENT_TLS_VERIFY: text }));
    expect(said).toContain(`"${text}" is neither true nor false`);
  });
});

const indented = (text: string): string => text.replaceAll(/^/gm, "    ");
