import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { formatDuration, parseDuration, parseQuota, parseRate, parseSize, parseSpeed } from "../../src/lib/units.ts";

describe("a duration", () => {
  test.each([
    ["30 days", 2_592_000],
    ["7d", 604_800],
    ["12 hours", 43_200],
    ["1h30m", 5400],
    ["1 h 30 min", 5400],
    ["2 weeks", 1_209_600],
    ["1 month", 2_592_000],
    ["1 Year", 31_536_000],
    [" 45s ", 45],
    ["1.5h", 5400],
    ["0s", 0],
  ])("%j is %i seconds", (text, seconds) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: seconds });
  });

  test.each([
    ["30", '"30" has no unit'],
    ["1.5", '"1.5" has no unit'],
    ["", '"" is not a duration'],
    ["soon", '"soon" is not a duration'],
    ["-1 day", '"-1 day" is not a duration'],
    ["1h and 5m", '"1h and 5m" is not a duration'],
    ["1h30", '"1h30" is not a duration'],
    ["1M", '"M" in "1M" may be minutes or months'],
    ["1.5.5h", '"1.5.5h" is not a duration'],
    ["5 fortnights", '"fortnights" in "5 fortnights" is not a unit of time'],
    ["5 constructor", '"constructor" in "5 constructor" is not a unit of time'],
    [`${"9".repeat(400)} years`, "the duration is too long"],
  ])("%j is none, and the message says why", (text, message) => {
    expect(parseDuration(text)).toEqual({ ok: false, message, hint: expect.stringContaining('like "30 days"') });
  });

  test.each([
    ["2 dayz", "2 day"],
    ["30 dais", "30 days"],
    ["3 mo", "3 months"],
    ["12 hrs", "12 hours"],
    ["10 hours ago", "10 hours"],
    ["1,5 hours", "1.5 hours"],
    ["-30 days", "30 days"],
    [">= 7d", "7d"],
  ])("%j is none, and %s was probably meant", (text, meant) => {
    expect(parseDuration(text)).toMatchObject({ ok: false, hint: expect.stringContaining(`did you mean "${meant}"?`) });
  });

  const unit = fc.constantFrom("s", "sec", "minutes", "h", "days", "w", "month", "years");
  const part = fc.record({ amount: fc.nat(1000), unit });

  test("is the sum of its parts, in whatever order and spacing", () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom("", " "), (parts, space) => {
        const texts = parts.map(({ amount, unit: name }) => `${amount}${space}${name}`);
        const sum = texts.map(secondsOf).reduce((total, seconds) => total + seconds, 0);
        expect(secondsOf(texts.join(" "))).toBe(sum);
        expect(secondsOf(texts.toReversed().join(" ").toUpperCase())).toBe(sum);
      }),
    );
  });

  test("is finite, or an error with a hint, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d. hmsd]*$/)), (text) => {
        const parsed = parseDuration(text);
        expect(parsed.ok ? Number.isFinite(parsed.value) && parsed.value >= 0 : parsed.hint !== "").toBe(true);
      }),
    );
  });

  test("is shown as a person says it, to the minute, and can be read again", () => {
    expect([0, 42, 90, 3600, 476_999].map(formatDuration)).toEqual(["0s", "42s", "1m", "1h", "5d 12h 29m"]);
    fc.assert(
      fc.property(fc.nat(100_000_000), (seconds) => {
        const read = secondsOf(formatDuration(seconds));
        expect(seconds - read).toBe(seconds < 60 ? 0 : seconds % 60);
        expect(formatDuration(read)).toBe(formatDuration(seconds));
      }),
    );
  });
});

describe("a size", () => {
  test.each([
    ["50 GB", 50e9],
    ["4.5 GiB", 4.5 * 2 ** 30],
    ["500MB", 5e8],
    ["1024", 1024],
    ["0", 0],
    ["1 kB", 1000],
    ["1 KB", 1000],
    ["2 PiB", 2 * 2 ** 50],
    ["0.1 B", 0],
  ])("%j is %d bytes", (text, bytes) => {
    expect(parseSize(text)).toEqual({ ok: true, value: bytes });
  });

  test.each([
    ["5G", 'did you mean "5 GB"?'],
    ["5 gb", 'did you mean "5 GB"?'],
    ["5 Gib", 'did you mean "5 GiB"?'],
    ["5 gigabytes", 'did you mean "5 GB"?'],
    ["1,5 GB", 'did you mean "1.5 GB"?'],
    ["10,000 MB", "write bytes as a number"],
    ["> 50 GB", 'did you mean "50 GB"?'],
    ["5 parsec", "write bytes as a number"],
    ["5 constructor", "write bytes as a number"],
    ["-5", "write bytes as a number"],
    ["1 GB 5 MB", "write bytes as a number"],
    ["", "write bytes as a number"],
    ["9".repeat(400), "write bytes as a number"],
  ])("%j is none: %s", (text, hint) => {
    expect(parseSize(text)).toMatchObject({ ok: false, hint: expect.stringContaining(hint) });
  });

  test("of any whole number of bytes is that number", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        expect(parseSize(String(bytes))).toEqual({ ok: true, value: bytes });
      }),
    );
  });
});

describe("a rate", () => {
  test.each([
    ["1000", 1000],
    ["500 KiB/s", 512_000],
    ["2 MB /s", 2e6],
    ["1 MB", 1e6],
    ["unlimited", Infinity],
    ["0", Infinity],
    ["0.0 KiB/s", Infinity],
    ["-1", Infinity],
  ])("%j is %d bytes per second", (text, rate) => {
    expect(parseRate(text)).toEqual({ ok: true, value: rate });
  });

  test.each([
    ["fast", '"fast" is not a rate'],
    ["-2", '"-2" is not a rate'],
    ["0.4 B/s", '"0.4 B/s" is less than a byte per second'],
  ])("%j is none: %s", (text, message) => {
    expect(parseRate(text)).toEqual({ ok: false, message, hint: 'write bytes per second, "500 KiB/s" or "unlimited"' });
  });

  test.each([
    ["5 kib/s", "5 KiB/s"],
    ["10 MBps", "10 MB/s"],
    ["500 KB/sec", "500 KB/s"],
    ["1,5 MB/s", "1.5 MB/s"],
    ["100 Mbps", "12.5 MB/s"],
    ["100 Mbit/s", "12.5 MB/s"],
    ["8000 bps", "1000 B/s"],
  ])("%j is none, and %s was probably meant", (text, meant) => {
    expect(parseRate(text)).toMatchObject({ ok: false, hint: `did you mean "${meant}"?` });
    expect(parseSpeed(text)).toMatchObject({ ok: false, hint: `did you mean "${meant}"?` });
  });

  test("of a speed is not unlimited", () => {
    expect(parseSpeed("unlimited")).toMatchObject({ ok: false, message: '"unlimited" is not a rate' });
    expect(parseSpeed("500 KiB/s")).toEqual({ ok: true, value: 512_000 });
  });

  test("that limits something never becomes unlimited", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 5, noNaN: true, minExcluded: true }), (amount) => {
        const parsed = parseRate(`${amount.toFixed(12)} B/s`);
        const isZero = Number(amount.toFixed(12)) === 0;
        expect(!parsed.ok || (parsed.value === Infinity) === isZero).toBe(true);
      }),
    );
  });
});

describe("a quota", () => {
  test.each([
    ["25", { count: 25 }],
    [" 0 ", { count: 0 }],
    ["5%", { part: 0.05 }],
    ["2.5 %", { part: 0.025 }],
    ["100%", { part: 1 }],
    ["0%", { part: 0 }],
  ])("%j is %j", (text, quota) => {
    expect(parseQuota(text)).toEqual({ ok: true, value: quota });
  });

  test.each([
    ["2.5", '"2.5" is not a whole number'],
    ["9".repeat(30), `"${"9".repeat(30)}" is not a whole number`],
    ["101%", '"101%" is more than everything'],
    ["-1", '"-1" is neither a number nor a percentage'],
    ["", '"" is neither a number nor a percentage'],
    ["5 percent", '"5 percent" is neither a number nor a percentage'],
  ])("%j is none: %s", (text, message) => {
    expect(parseQuota(text)).toEqual({ ok: false, message, hint: expect.stringContaining('like "5%"') });
  });

  test("is never more than everything, nor less than nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.]*\s*%?$/)), (text) => {
        const parsed = parseQuota(text);
        const value = parsed.ok ? ("count" in parsed.value ? parsed.value.count : parsed.value.part) : 0;
        const most = parsed.ok && "part" in parsed.value ? 1 : Number.MAX_SAFE_INTEGER;
        expect(value >= 0 && value <= most).toBe(true);
      }),
    );
  });
});

function secondsOf(text: string): number {
  const parsed = parseDuration(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}
