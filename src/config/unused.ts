import type { SettingKey, Settings } from "./schema.ts";

type Values = { readonly [K in SettingKey]?: Settings[K] | undefined };

/** A warning for every setting that has a value and no effect, because of the value of another. */
export function unusedSettings(values: Values, oneOf: readonly SettingKey[] = []): string[] {
  const [used, ...passedOver] = oneOf.filter((key) => values[key] !== undefined);
  return [
    ...passedOver.map((key) => `${key} is not used: there is ${used}, which comes first`),
    ...(values["qbittorrent.tls_ca"] === undefined ? [] : whyUntrusted(values)),
  ];
}

function whyUntrusted({ "qbittorrent.host": host, "qbittorrent.tls_verify": isVerified }: Values): string[] {
  if (host?.startsWith("http:")) return ["qbittorrent.tls_ca is not used: qbittorrent.host is no https address"];
  return isVerified === false ? ["qbittorrent.tls_ca is not used: qbittorrent.tls_verify is false"] : [];
}
