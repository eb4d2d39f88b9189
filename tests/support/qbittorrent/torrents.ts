import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";

import { bencode } from "./bencode.ts";

export interface TorrentSpec {
  readonly name: string;
  /** Paths below a folder called `name`; without it the torrent is the single file `name`. */
  readonly files?: readonly FileSpec[];
  /** Size of a single-file torrent. */
  readonly length?: number;
  readonly trackers?: readonly string[];
  readonly private?: boolean;
  readonly comment?: string;
  /** Same spec and seed, same torrent; another seed, another info-hash. */
  readonly seed?: number;
  /** With a hash of v2 as well; it needs to be one file that fits into a piece. */
  readonly hybrid?: boolean;
  /** Invents the piece hashes instead of making the data: any size at no cost, but nothing on disk can ever match. */
  readonly hollow?: boolean;
}

interface FileSpec {
  readonly path: string;
  readonly length: number;
}

export interface TestTorrent {
  /** The v1 info-hash, lower-case hex. */
  readonly hash: string;
  /** That of a hybrid torrent. */
  readonly hashV2: string | undefined;
  readonly name: string;
  /** The .torrent file. */
  readonly bytes: Buffer;
  readonly size: number;
  /** Paths as they lie below the save path. */
  readonly files: readonly FileSpec[];
  readonly trackers: readonly string[];
}

export function makeTorrent(spec: TorrentSpec): TestTorrent {
  const files = layout(spec);
  const size = files.reduce((sum, file) => sum + file.length, 0);
  const pieceLength = pieceLengthFor(size);
  const info = {
    name: spec.name,
    "piece length": pieceLength,
    pieces: pieceHashes(spec, size, pieceLength),
    private: spec.private === true ? 1 : 0,
    ...(spec.files === undefined
      ? { length: size }
      : { files: spec.files.map((file) => ({ length: file.length, path: file.path.split("/") })) }),
    ...(spec.hybrid === true ? v2Part(spec, size, pieceLength) : {}),
  };
  const trackers = spec.trackers ?? [];
  const [announce] = trackers;
  const bytes = bencode({
    info,
    ...(announce === undefined ? {} : { announce, "announce-list": trackers.map((url) => [url]) }),
    ...(spec.comment === undefined ? {} : { comment: spec.comment }),
  });
  const hash = createHash("sha1").update(bencode(info)).digest("hex");
  const hashV2 = spec.hybrid === true ? createHash("sha256").update(bencode(info)).digest("hex") : undefined;
  return { hash, hashV2, name: spec.name, bytes, size, files, trackers };
}

/** Puts the data that the torrent describes below `folder`, so that a recheck finds it complete. */
export async function writeContent(spec: TorrentSpec, folder: string): Promise<void> {
  if (spec.hollow === true) throw new Error(`${spec.name} is hollow: no data can match it`);
  const files = layout(spec);
  const data = content(
    spec,
    files.reduce((sum, file) => sum + file.length, 0),
  );
  let at = 0;
  for (const file of files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true });
    await Bun.write(path, data.subarray(at, at + file.length));
    at += file.length;
  }
}

function layout(spec: TorrentSpec): FileSpec[] {
  if (spec.files === undefined) return [{ path: spec.name, length: spec.length ?? 16_384 }];
  return spec.files.map((file) => ({ path: `${spec.name}/${file.path}`, length: file.length }));
}

function pieceLengthFor(size: number): number {
  let length = 16_384;
  while (size / length > 512) length *= 2;
  return length;
}

function pieceHashes(spec: TorrentSpec, size: number, pieceLength: number): Buffer {
  const count = Math.ceil(size / pieceLength);
  const data = spec.hollow === true ? undefined : content(spec, size);
  const pieces = Array.from({ length: count }, (_, piece) => {
    const start = piece * pieceLength;
    const bytes = data?.subarray(start, start + pieceLength) ?? `${spec.name} ${spec.seed ?? 0} ${piece}`;
    return createHash("sha1").update(bytes).digest();
  });
  return Buffer.concat(pieces);
}

/** The root of a file that fits into one block is the hash of its data. */
function v2Part(spec: TorrentSpec, size: number, pieceLength: number) {
  if (spec.files !== undefined || size > pieceLength) throw new Error(`${spec.name} does not fit into a piece`);
  const root = createHash("sha256").update(content(spec, size)).digest();
  return { "meta version": 2, "file tree": { [spec.name]: { "": { length: size, "pieces root": root } } } };
}

function content(spec: TorrentSpec, size: number): Buffer {
  const words = new Uint32Array(Math.ceil(size / 4));
  let state =
    createHash("sha1")
      .update(`${spec.name} ${spec.seed ?? 0}`)
      .digest()
      .readUInt32LE() || 1;
  for (let index = 0; index < words.length; index += 1) {
    // xorshift32: cheap, and never two equal pieces in a torrent of test size
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[index] = state;
  }
  return Buffer.from(words.buffer, 0, size);
}
