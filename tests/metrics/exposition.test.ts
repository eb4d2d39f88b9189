import { describe, expect, test } from "bun:test";
import { createCounter } from "../../src/metrics/counter.ts";
import { expose } from "../../src/metrics/exposition.ts";
import { createHistogram } from "../../src/metrics/histogram.ts";

describe("a counter", () => {
  test("is shown with its help, its type, and a line for each set of labels", () => {
    const counter = createCounter("asked_total", "What was asked");
    counter.add({ path: "/a", status: "200" });
    counter.add({ path: "/b", status: "200" }, 3);
    counter.add({ path: "/a", status: "200" });
    expect(expose([counter.family()])).toBe(
      [
        "# HELP asked_total What was asked",
        "# TYPE asked_total counter",
        'asked_total{path="/a",status="200"} 2',
        'asked_total{path="/b",status="200"} 3',
        "",
      ].join("\n"),
    );
  });

  test("has no braces without labels, and may be there before anything has happened", () => {
    const counter = createCounter("asked_total", "What was asked");
    counter.add({}, 0);
    expect(expose([counter.family()])).toEndWith("\nasked_total 0\n");
  });

  test("keeps what people write into labels inside its quotes", () => {
    const counter = createCounter("matches_total", "Of a \\ rule,\nover lines");
    counter.add({ rule: 'a "b" \\ c\n# d' });
    expect(expose([counter.family()]).split("\n")).toEqual([
      "# HELP matches_total Of a \\\\ rule,\\nover lines",
      "# TYPE matches_total counter",
      'matches_total{rule="a \\"b\\" \\\\ c\\n# d"} 1',
      "",
    ]);
  });

  test("does not mix up labels that read alike when joined", () => {
    const counter = createCounter("total", "");
    counter.add({ a: "x,y", b: "z" });
    counter.add({ a: "x", b: "y,z" });
    expect(counter.family().samples.map(({ value }) => value)).toEqual([1, 1]);
  });

  test("forgets what is not to be kept", () => {
    const counter = createCounter("total", "");
    counter.add({ rule: "old" });
    counter.add({ rule: "new" });
    counter.keep(({ rule }) => rule === "new");
    expect(counter.family().samples).toEqual([{ labels: { rule: "new" }, value: 1 }]);
  });
});

test("a histogram counts what is up to each bound, and adds up", () => {
  const histogram = createHistogram("took_seconds", "How long it took", [0.1, 1]);
  for (const seconds of [0.05, 0.1, 0.5, 2]) histogram.observe(seconds);
  expect(expose([histogram.family()])).toBe(
    [
      "# HELP took_seconds How long it took",
      "# TYPE took_seconds histogram",
      'took_seconds_bucket{le="0.1"} 2',
      'took_seconds_bucket{le="1"} 3',
      'took_seconds_bucket{le="+Inf"} 4',
      "took_seconds_sum 2.65",
      "took_seconds_count 4",
      "",
    ].join("\n"),
  );
});
