import { describe, expect, test } from "bun:test";
import { checkedLines, summary } from "../../src/cli/doctor-view.ts";
import type { Checked } from "../../src/doctor/examine.ts";
import { notChecked, ok, warning, wrong } from "../../src/doctor/finding.ts";
import { columnsOf } from "../../src/lib/width.ts";

const PLAIN = { colours: false, width: Infinity };

const all: readonly Checked[] = [
  { check: "settings", finding: ok("of a server: /config/config.yml") },
  {
    check: "rules",
    finding: wrong("rules.yml has 1 mistake", {
      problems: [{ message: 'unknown field "rato"', where: "rules.yml:3:5", hint: 'did you mean "ratio"?' }],
      hint: "correct the file, then: qbt-rules --validate",
    }),
  },
  { check: "qbittorrent", finding: notChecked("there is no login") },
  { check: "hook", finding: warning("qBittorrent does not call", { hint: "qbt-rules --install-hook on_added" }) },
];

const linesFor = (look: typeof PLAIN) => all.flatMap((checked) => checkedLines(look, checked));

describe("findings", () => {
  test("are a line each, with what to do under what is wrong", () => {
    expect(linesFor(PLAIN)).toEqual([
      "✓ settings    of a server: /config/config.yml",
      "✗ rules       rules.yml has 1 mistake",
      '              rules.yml:3:5: unknown field "rato"',
      '                  -> did you mean "ratio"?',
      "              -> correct the file, then: qbt-rules --validate",
      "– qbittorrent not checked: there is no login",
      "! hook        qBittorrent does not call",
      "              -> qbt-rules --install-hook on_added",
    ]);
  });

  test("have coloured marks on a terminal, and the same words", () => {
    const coloured = linesFor({ colours: true, width: Infinity });
    expect(coloured[0]).toStartWith("\u001b[32m✓\u001b[39m settings");
    expect(coloured[1]).toStartWith("\u001b[31m✗\u001b[39m rules");
    expect(coloured.map((line) => Bun.stripANSI(line))).toEqual(linesFor(PLAIN));
  });

  test("fit into the width of a terminal", () => {
    const narrow = linesFor({ colours: true, width: 40 });
    expect(narrow.map((line) => columnsOf(line)).filter((columns) => columns > 40)).toEqual([]);
    expect(narrow.slice(0, 2).map((line) => Bun.stripANSI(line))).toEqual([
      "✓ settings    of a server:",
      "              /config/config.yml",
    ]);
  });

  test("that hold what would move the cursor show it", () => {
    const [line] = checkedLines(PLAIN, { check: "server", finding: ok("v1\u001b[2J\nfake") });
    expect(line).toBe("✓ server      v1\\u000afake");
  });
});

test("the last line counts them", () => {
  expect(summary(PLAIN, all)).toBe("1 wrong, 1 to look at, 1 not checked");
  expect(summary(PLAIN, all.slice(0, 1))).toBe("nothing is wrong");
});
