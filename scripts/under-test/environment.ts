export interface Place {
  /** With rules.yml in it; everything the server writes goes there. */
  readonly folder: string;
  /** Address of a qBittorrent. */
  readonly qbittorrent: string;
  readonly key: string;
  /** Of qBittorrent. */
  readonly password: string;
}

/** What a server needs to know, and nothing of the environment it is started from. */
export const environmentFor = ({ folder, qbittorrent, key, password }: Place): Record<string, string> => ({
  PATH: process.env["PATH"] ?? "",
  QBT_RULES_CONFIG_DIR: folder,
  QBT_RULES_SERVER_HOST: "127.0.0.1",
  QBT_RULES_SERVER_PORT: "0",
  QBT_RULES_SERVER_API_KEY: key,
  QBT_RULES_QBITTORRENT_HOST: qbittorrent,
  QBT_RULES_QBITTORRENT_PASSWORD: password,
});
