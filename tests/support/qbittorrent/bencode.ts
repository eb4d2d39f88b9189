export type Bencodable = number | string | Uint8Array | readonly Bencodable[] | { readonly [key: string]: Bencodable };
export type Bencoded = number | Uint8Array | Bencoded[] | { [key: string]: Bencoded };

export function bencode(value: Bencodable): Buffer {
  if (typeof value === "number") return Buffer.from(`i${value}e`);
  if (typeof value === "string") return bencode(Buffer.from(value));
  if (value instanceof Uint8Array) return Buffer.concat([Buffer.from(`${value.length}:`), value]);
  if (isList(value)) return Buffer.concat([Buffer.from("l"), ...value.map(bencode), Buffer.from("e")]);
  const entries = Object.entries(value).toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return Buffer.concat([Buffer.from("d"), ...entries.flat().map(bencode), Buffer.from("e")]);
}

/** Strings come back as bytes. Throws on anything that is not one whole bencoded value. */
export function bdecode(bytes: Uint8Array): Bencoded {
  const [value, end] = read(Buffer.from(bytes), 0);
  if (end !== bytes.length) throw new Error(`bencode: ${bytes.length - end} bytes after the end`);
  return value;
}

type Step<T> = [value: T, next: number];

const CODE = { i: 105, l: 108, d: 100, e: 101 } as const;

function read(bytes: Buffer, at: number): Step<Bencoded> {
  if (bytes[at] === CODE.i) return readNumber(bytes, at + 1, "e");
  if (bytes[at] === CODE.l) return readList(bytes, at + 1);
  if (bytes[at] === CODE.d) return readDictionary(bytes, at + 1);
  return readString(bytes, at);
}

function readNumber(bytes: Buffer, at: number, end: string): Step<number> {
  const stop = bytes.indexOf(end, at);
  const text = stop < 0 ? "" : bytes.toString("latin1", at, stop);
  if (!/^-?\d+$/.test(text)) throw new Error(`bencode: no number at byte ${at}`);
  return [Number(text), stop + 1];
}

function readString(bytes: Buffer, at: number): Step<Uint8Array> {
  const [length, start] = readNumber(bytes, at, ":");
  if (length < 0 || start + length > bytes.length) throw new Error(`bencode: string at byte ${at} runs past the end`);
  return [bytes.subarray(start, start + length), start + length];
}

function readList(bytes: Buffer, start: number): Step<Bencoded[]> {
  const items: Bencoded[] = [];
  let at = start;
  while (bytes[at] !== CODE.e) {
    const [item, next] = read(bytes, at);
    items.push(item);
    at = next;
  }
  return [items, at + 1];
}

function readDictionary(bytes: Buffer, start: number): Step<{ [key: string]: Bencoded }> {
  const entries: [string, Bencoded][] = [];
  let at = start;
  while (bytes[at] !== CODE.e) {
    const [key, afterKey] = readString(bytes, at);
    const [value, next] = read(bytes, afterKey);
    entries.push([Buffer.from(key).toString(), value]);
    at = next;
  }
  return [Object.fromEntries(entries), at + 1];
}

// Array.isArray alone does not narrow readonly arrays.
function isList(value: readonly Bencodable[] | { readonly [key: string]: Bencodable }): value is readonly Bencodable[] {
  return Array.isArray(value);
}
