import type { Random } from "../under-test/random.ts";

/** What has broken servers before: SQL, paths, markup, numbers at their edges, text that is none. */
const hostile = [
  "' OR '1'='1",
  "1; DROP TABLE jobs; --",
  "') UNION SELECT sql FROM sqlite_master --",
  "\\'; EVAL 'return 1' 0",
  "../../../../etc/passwd",
  "/proc/self/environ",
  "file:///etc/passwd",
  "QBT_RULES_SERVER_API_KEY_FILE=/etc/passwd",
  "_FILE",
  "${jndi:ldap://127.0.0.1/a}",
  "{{7*7}}",
  "<script>alert(1)</script>",
  "\u0000",
  "a\r\nSet-Cookie: x=1",
  "\u202Egpj.exe",
  "\uD800",
  "💥".repeat(50),
  "a".repeat(5_000),
  "%",
  "%00",
  "%ff%fe",
  "__proto__",
  "constructor",
  "null",
  "NaN",
  "-1",
  "0",
  "1e999",
  "9007199254740993",
  "18446744073709551616",
  "true",
  "[]",
  "{}",
  "*",
  "",
  " ",
] as const;

const usual = [
  "on_added",
  "false",
  "10",
  "pending",
  "completed",
  "f".repeat(40),
  "A".repeat(64),
  "00000000-0000-7000-8000-000000000000",
] as const;

const letters = "abcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?#[]%\"<>\\^`{|}\t\n\u00E9\u4E2D";

export function someWord(random: Random): string {
  if (random.chance(0.45)) return random.pick(hostile);
  if (random.chance(0.6)) return random.pick(usual);
  const length = Math.floor(random.between(0, 40));
  return Array.from({ length }, () => letters[Math.floor(random.between(0, letters.length))] ?? "").join("");
}
