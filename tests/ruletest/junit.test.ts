import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import { junit } from "../../src/ruletest/junit.ts";
import type { FileResult } from "../../src/ruletest/result.ts";
import type { Failure } from "../../src/ruletest/run.ts";

const failure = (found: string): Failure => ({
  torrent: "x",
  place: "a.test.yml:4:7",
  differences: [{ what: "matches", expected: "A", found }],
  rules: [],
  rules_not_run: [],
});

const file = (more: Partial<FileResult> = {}): FileResult => ({
  file: "a.test.yml",
  rules: "rules.yml",
  problems: [],
  warnings: [],
  tests: [],
  ...more,
});

const testNamed = (name: string, ...failures: readonly Failure[]) => ({
  name,
  place: "a.test.yml:3:5",
  matched: [],
  failures,
});

const written = (...results: readonly FileResult[]): string =>
  junit(results, { failure: ({ torrent }) => [`of ${torrent}:`, "  1 < 2"], problem: ({ message }) => [message] });

describe("JUnit XML", () => {
  test("has a suite for each file and a case for each test, with its place", () => {
    expect(written(file({ tests: [testNamed("one"), testNamed("two", failure("B"))] }))).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="qbt-rules">
  <testsuite name="a.test.yml" tests="2" failures="1" errors="0">
    <testcase name="one" classname="a.test.yml" file="a.test.yml" line="3"/>
    <testcase name="two" classname="a.test.yml" file="a.test.yml" line="3">
      <failure message="matches: expected A, found B">of x:
  1 &lt; 2</failure>
    </testcase>
  </testsuite>
</testsuites>
`,
    );
  });

  test("has one failure for a test, whatever number of its torrents came out otherwise", () => {
    const xml = written(file({ tests: [testNamed("two", failure("B"), failure("C"))] }));
    expect(xml.match(/<failure/g)).toHaveLength(1);
    expect(xml).toContain('message="matches: expected A, found B; matches: expected A, found C"');
  });

  test("has an error for a file whose tests could not run", () => {
    const xml = written(file({ problems: [{ message: 'unknown field "rato"' }] }));
    expect(xml).toContain('<testsuite name="a.test.yml" tests="1" failures="0" errors="1">');
    expect(xml).toContain('<error message="the tests could not run">unknown field &quot;rato&quot;</error>');
  });

  test("is well-formed whatever names there are: none adds a tag, ends one, or has what XML cannot write", () => {
    const plain = written(file({ tests: [testNamed("", failure(""))] })).replaceAll(/"[^"]*"/g, '""');
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (name, found) => {
        const xml = written(file({ tests: [testNamed(name, failure(found))] }));
        expect(xml.replaceAll(/"[^"]*"/g, '""')).toBe(plain);
        expect(xml).toMatch(/^[\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u);
        expect(xml.replaceAll(/&(?:amp|lt|gt|quot);/g, "")).not.toInclude("&");
      }),
    );
  });
});
