import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { createRedactor, isSecretName } from "../../src/lib/redact.ts";

const redact = createRedactor([]);

describe("what looks like a secret is struck out", () => {
  test.each([
    ["https://t.example/announce?passkey=abc123&left=0", "https://t.example/announce?passkey=***&left=0"],
    ["/api/jobs?key=abc", "/api/jobs?key=***"],
    ["apikey=abc; api_key=abc, x-api-key=abc", "apikey=***; api_key=***, x-api-key=***"],
    ["authkey=a&torrent_pass=b&rss_key=c", "authkey=***&torrent_pass=***&rss_key=***"],
    ["SID=abc; path=/", "SID=***; path=/"],
    ["QBT_SID_8080=abc/+=; HttpOnly", "QBT_SID_8080=***; HttpOnly"],
    [
      "magnet:?tr=https%3A%2F%2Ft%2Fa%3Fpasskey%3Dabc%26x%3D1",
      "magnet:?tr=https%3A%2F%2Ft%2Fa%3Fpasskey%3D***%26x%3D1",
    ],
    ['{"password":"a\\"b","n":1}', '{"password":"***","n":1}'],
    [String.raw`{\"apikey\": \"abc\"}`, String.raw`{\"apikey\": \"***\"}`],
    ['password="two words" user=me', "password=*** user=me"],
    ["Authorization: Bearer abc.def-ghi", "Authorization: ***"],
    ["sent Bearer abcdefgh12", "sent Bearer ***"],
    ["X-API-Key: abc", "X-API-Key: ***"],
    ["Cookie: a=b; SID=c", "Cookie: ***"],
    ["redis://:p@ss@host:6379/0", "redis://***@host:6379/0"],
    ["https://t.example/0123456789abcdef0123456789abcdef/announce", "https://t.example/***/announce"],
  ])("%s", (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  test.each([
    "monkey=banana",
    "duplicate key: name",
    "hash=0123456789abcdef0123456789abcdef01234567",
    "mail me@host",
    "basic rules",
    "keys=3",
  ])("%s stays", (text) => {
    expect(redact(text)).toBe(text);
  });

  test("names tell too", () => {
    expect(
      ["password", "api_key", "X-API-Key", "SID", "passkey", "QBT_SID_8080", "Cookie"].filter(
        (name) => !isSecretName(name),
      ),
    ).toEqual([]);
    expect(["key_count", "name", "tokens", "passes"].filter(isSecretName)).toEqual([]);
  });
});

describe("a configured secret", () => {
  test("is struck out in every spelling", () => {
    const strike = createRedactor(['p@ss "w" ü']);
    expect(strike(`a p@ss "w" ü b ${encodeURIComponent('p@ss "w" ü')} c p@ss \\"w\\" ü`)).toBe("a *** b *** c ***");
  });

  test("that is part of another does not leave the rest of it", () => {
    expect(createRedactor(["abcd", "abcdef"])("abcdef abcd")).toBe("*** ***");
  });

  describe("of less than four characters", () => {
    const strike = createRedactor(["x", "on", "", " "]);

    test.each([
      ["x", "***"],
      ["password=x user=on", "password=*** user=***"],
      ["a=x&b=on;c=x,d=x", "a=***&b=***;c=***,d=***"],
      ['{"login":"x","list":["on"]}', '{"login":"***","list":["***"]}'],
      [String.raw`{\"login\":\"x\"}`, String.raw`{\"login\":\"***\"}`],
      ["the login is: on", "the login is: ***"],
      ["pass%3Dx%26", "pass%3D***%26"],
    ])("is struck out where it stands alone as a value: %s", (text, expected) => {
      expect(strike(text)).toBe(expected);
    });

    test.each([
      "context=on_added",
      "context=x-high file=/x/on.yml",
      "qBittorrent is on, x or not",
      "Error: x is undefined",
      'name="on the x"',
      "on_added: x264",
    ])("leaves the words of the log: %s", (text) => {
      expect(strike(text)).toBe(text);
    });
  });

  test("never survives, whatever it is and wherever it stands", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: "binary" }), fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!"***".includes(secret) && secret.trim() !== "" && !/^[\s*]/.test(secret));
        const text = createRedactor([secret])(before + secret + after);
        const leftBy = (before + "***" + after).includes(secret);
        expect(leftBy || !text.includes(secret)).toBe(true);
      }),
    );
  });
});

test("no text is passed over that a shape fits: a look of its own for each of them finds the same", () => {
  const part = fc.constantFrom(
    ..."key pass PASSWD token Secret sid qbt_sid_1 Authorization set-cookie Bearer BASIC announce scrape api auth_ rss".split(
      " ",
    ),
    ..."= %3D : \" ' / :// @ - _ . & ? \\ %26 { } , ; \n abcdefghijklmnopqrstuvwxyz 0123".split(" "),
    " ",
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      expect(redact(text)).toBe(careful(text));
    }),
    { numRuns: 2_000 },
  );
});

test("a passkey does not survive, whatever stands around it", () => {
  const noise = fc.array(
    fc.constantFrom("key=", "%3D", "a", " ", '"', "&", "password", ":", "Cookie: ", "https://", "@", "/", "\\"),
    { maxLength: 8 },
  );
  const token = fc.stringMatching(/^[a-f\d]{8,32}$/);
  fc.assert(
    fc.property(
      noise,
      fc.constantFrom("passkey=", "apikey%3D", "SID=", "QBT_SID_8080="),
      token,
      noise,
      (before, name, value, after) => {
        expect(redact([...before, " ", name, value, "&", ...after].join(""))).not.toContain(value);
      },
    ),
  );
});

/** The word makes the whole text worth a closer look, and changes nothing else. */
const careful = (text: string): string => redact(`announce\n${text}`).slice("announce\n".length);
