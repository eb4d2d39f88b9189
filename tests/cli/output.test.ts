import { describe, expect, test } from "bun:test";
import { type JobView, showJob } from "../../src/cli/job-view.ts";
import { pairs, table } from "../../src/cli/table.ts";
import { printable } from "../../src/cli/printable.ts";
import { paint } from "../../src/cli/terminal.ts";

describe("a table", () => {
  test("has columns as wide as their widest cell", () => {
    expect(
      table(
        ["Rule", "Actions"],
        [
          ["a", "stop, start"],
          ["longer name", "-"],
        ],
      ),
    ).toEqual(["Rule         Actions", "-----------  -----------", "a            stop, start", "longer name  -"]);
  });

  test("too wide for the terminal takes from its widest columns, and never below what can be read", () => {
    const rows = [["a".repeat(30), "b".repeat(20), "short"]];
    const lines = table(["A", "B", "C"], rows, { width: 45 });
    expect(lines[2]).toBe(`${"a".repeat(17)}…  ${"b".repeat(17)}…  short`);
    expect(table(["A", "B", "C"], [["电".repeat(20), "b", "c"]], { width: 20 })[2]).toBe(`${"电".repeat(6)}…   b  c`);
  });

  test("leaves those columns whole that are of no use otherwise", () => {
    const rows = [["0".repeat(30), "b".repeat(30)]];
    expect(table(["Id", "B"], rows, { width: 50, whole: ["Id"] })[2]).toBe(`${"0".repeat(30)}  ${"b".repeat(17)}…`);
  });

  test("too wide even then goes on below, indented, and what is empty there takes no line", () => {
    const rows = [
      ["0".repeat(20), "some name of a torrent", "withheld: another torrent uses its data"],
      ["1".repeat(20), "b", ""],
    ];
    expect(table(["Id", "Name", "Outcome"], rows, { width: 40, whole: ["Id", "Outcome"] })).toEqual([
      "Id                    Name",
      "  Outcome",
      "--------------------  ------------------",
      "00000000000000000000  some name of a to…",
      "  withheld: another torrent uses its",
      "    data",
      "11111111111111111111  b",
    ]);
  });

  test("without rows is its header", () => {
    expect(table(["A", "Bc"], [])).toEqual(["A  Bc", "-  --"]);
  });

  test("lines up letters that are two columns wide", () => {
    expect(
      table(
        ["Name", "N"],
        [
          ["电影", "1"],
          ["film", "2"],
        ],
      ),
    ).toEqual(["Name  N", "----  -", "电影  1", "film  2"]);
  });
});

test("pairs are lined up behind the longest name", () => {
  expect(
    pairs([
      ["Job", "1"],
      ["Status", "completed"],
    ]),
  ).toEqual(["Job:    1", "Status: completed"]);
});

describe("a text from strangers", () => {
  test.each([
    ["an escape sequence", "a\u001b[2Jb", "ab"],
    ["a title sequence", "a\u001b]0;title\u0007b", "ab"],
    ["a line break", "a\nb", String.raw`a\u000ab`],
    ["a carriage return", "a\rb", String.raw`a\u000db`],
    ["a mark that turns the direction", "a\u202eb", String.raw`a\u202eb`],
    ["a line separator", "a\u2028b", String.raw`a\u2028b`],
    ["letters of any script", "Käse 电影 🧀", "Käse 电影 🧀"],
  ])("cannot move the cursor or fake a line: %s", (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

test("colours are for terminals that show them", () => {
  expect(paint({ colours: false }, "red", "no")).toBe("no");
  expect(paint({ colours: true }, "red", "no")).toBe("\u001b[31mno\u001b[39m");
});

describe("a job", () => {
  const job: JobView = {
    job_id: "01900000-0000-7000-8000-000000000000",
    status: "completed",
    context: null,
    hash: null,
    dry_run: false,
    trace: false,
    created_at: "2026-01-01T00:00:00.000Z",
    started_at: "2026-01-01T00:00:01.000Z",
    completed_at: "2026-01-01T00:00:02.000Z",
    result: null,
    error: null,
  };
  const shown = (changes: Partial<JobView>, colours = false): string[] => {
    const lines: string[] = [];
    const terminal = {
      out: (line: string) => void lines.push(line),
      err: () => {},
      colours,
      width: 50,
      executable: undefined,
      env: {},
      signal: AbortSignal.abort(),
    };
    showJob(terminal, { ...job, ...changes });
    return lines;
  };
  const action = { rule: "tag", type: "add_tag", params: { tag: "hd" } };
  const counts = { torrents_processed: 2, rules_matched: 2, actions_executed: 1, actions_skipped: 1, errors: 0 };

  test("that is pending says when it was made and no more", () => {
    expect(shown({ status: "pending", started_at: null, completed_at: null, context: "nightly" })).toEqual([
      "Job:     01900000-0000-7000-8000-000000000000",
      "Status:  pending",
      "Context: nightly",
      "Created: 2026-01-01T00:00:00.000Z",
    ]);
  });

  test("that completed shows what it warns of, its counts, what was done, and what was in doubt", () => {
    const result = {
      ...counts,
      torrents: [
        {
          hash: "a",
          name: "Film",
          actions: [
            { ...action, outcome: "executed" },
            { ...action, outcome: "failed", reason: "refused" },
          ],
        },
      ],
      torrents_not_listed: 7,
      undecided: [
        {
          rule: "old",
          name: "Film",
          hash: "a",
          unknown: ["info.size", "trackers.msg"],
          why: ["info.size: the metadata is not there yet", "trackers.msg: a tracker was not contacted yet"],
        },
      ],
      warnings: ["no rule names this context"],
    };
    expect(shown({ result }).slice(5)).toEqual([
      "",
      "Warning: no rule names this context",
      "Torrents processed:      2",
      "Matches (rule, torrent): 2",
      "Actions executed:        1",
      "Actions skipped:         1 (so already)",
      "Errors:                  0",
      "",
      "Torrent  Rule  Action          Outcome",
      "-------  ----  --------------  ---------------",
      "Film     tag   add_tag tag=hd  executed",
      "Film     tag   add_tag tag=hd  failed: refused",
      "... and 7 more torrents",
      'Undecided: rule "old" on Film: info.size: the',
      "  metadata is not there yet; trackers.msg: a",
      "  tracker was not contacted yet",
    ]);
  });

  test("that skipped actions says why, and nothing of it where it skipped none", () => {
    expect(shown({ result: { ...counts, resumed: { after_requests: 2 } } })).toContain(
      "Actions skipped:         1 (so already, or sent before it was cut off)",
    );
    expect(shown({ result: { ...counts, actions_skipped: 0 } })).toContain("Actions skipped:         0");
  });

  test("that withheld actions counts them", () => {
    const rules = [{ withheld: 2 }, { withheld: 0 }, { withheld: 3 }];
    expect(shown({ result: { ...counts, rules } })).toContain("Actions withheld:        5");
    expect(shown({ result: { ...counts, rules: [{ withheld: 0 }] } }).join("\n")).not.toContain("withheld");
  });

  test("that is a dry run has changed nothing, and will not", () => {
    expect(shown({ dry_run: true, status: "pending", completed_at: null })).toContain(
      "Dry run: nothing will be changed",
    );
  });

  test("that was a dry run never says that something was done", () => {
    const result = { ...counts, torrents: [{ name: "Film", actions: [{ ...action, outcome: "executed" }] }] };
    const lines = shown({ dry_run: true, hash: "a".repeat(40), result });
    expect(lines).toContain("Dry run: nothing was changed");
    expect(lines).toContain(`Hash:    ${"a".repeat(40)}`);
    expect(lines).toContain("Actions that would be executed: 1");
    expect(lines.at(-1)).toBe("Film     tag   add_tag tag=hd  would be executed");
  });

  test("that failed shows every line of its error", () => {
    const lines = shown({ status: "failed", error: "Cannot reach qBittorrent\n  -> is it running?" });
    expect(lines.slice(-3)).toEqual(["", "Error: Cannot reach qBittorrent", "  -> is it running?"]);
    const long = shown({ status: "failed", error: `${"word ".repeat(12)}end\n  -> ${"hint ".repeat(10)}end` });
    expect(long.slice(-4)).toEqual([
      `Error: ${"word ".repeat(7)}word`,
      `       ${"word ".repeat(4)}end`,
      `  -> ${"hint ".repeat(8)}hint`,
      "    hint end",
    ]);
  });

  test("with hostile names, contexts and errors prints them safely, on lines of their own", () => {
    const evil = "x\u001b[2J\nStatus:  completed\u202e";
    const result = {
      ...counts,
      torrents: [
        { name: evil, actions: [{ ...action, rule: evil, params: { tag: evil }, outcome: "failed", reason: evil }] },
      ],
      undecided: [{ rule: evil, name: evil, unknown: [evil] }],
      warnings: [evil],
    };
    const lines = shown({ context: evil, error: `refused: ${evil}`, result });
    for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    // The error's own line breaks are the only ones that count.
    expect(lines.filter((line) => line.startsWith("Status:"))).toEqual([
      "Status:  completed",
      expect.stringContaining("completed\\u202e"),
    ]);
  });

  test("with long names keeps to the width of the terminal, and names ten doubts only", () => {
    const doubt = { rule: "r", name: "n", unknown: ["f"] };
    const result = {
      ...counts,
      torrents: [{ name: "x".repeat(60), actions: [{ ...action, outcome: "executed" }] }],
      undecided: Array.from({ length: 13 }, () => doubt),
    };
    const lines = shown({ result });
    expect(lines).toContainEqual(expect.stringMatching(/^x{17}…  tag/));
    expect(Math.max(...lines.map((line) => line.length))).toBe(50);
    expect(lines.filter((line) => line.startsWith("Undecided"))).toHaveLength(10);
    expect(lines.at(-1)).toBe("... and 3 more undecided");
  });

  test.each([
    ["completed", "32"],
    ["failed", "31"],
    ["cancelled", "31"],
    ["processing", "33"],
  ])("that is %s has the colour of it", (status, code) => {
    expect(shown({ status }, true)[1]).toBe(`Status:  \u001b[${code}m${status}\u001b[39m`);
  });
});
