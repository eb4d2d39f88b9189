/** A request that changes torrents, as it went by on its way to qBittorrent. */
export interface Write {
  /** The life of a server that sent it. */
  readonly by: string;
  readonly hashes: readonly string[];
  readonly begun: number;
  /** When its answer came, or its connection was gone. */
  readonly ended: number;
}

/** What a connection tells. */
export interface Tap {
  readonly sent: (chunk: Buffer) => void;
  /** An answer, or the end of the connection: whatever was asked has taken place, or never will. */
  readonly over: () => void;
}

export interface WriteLog {
  readonly all: readonly Write[];
  readonly tap: (by: string) => Tap;
}

export function createWriteLog(now: () => number = () => performance.now()): WriteLog {
  const all: Write[] = [];

  function tap(by: string): Tap {
    let request = "";
    let begun = 0;
    return {
      sent: (chunk) => {
        if (request === "") begun = now();
        request += chunk.toString("latin1");
      },
      over: () => {
        const [head = "", body = ""] = request.split("\r\n\r\n");
        const hashes = new Set(body.match(/[0-9a-f]{40}/g));
        request = "";
        if (isWrite.test(head) && hashes.size > 0) all.push({ by, hashes: [...hashes], begun, ended: now() });
      },
    };
  }

  return { all, tap };
}

/** A list that is asked for by POST changes nothing. */
const isWrite = /^POST \/api\/v2\/torrents\/(?!info )/;
