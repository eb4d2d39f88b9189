import { expect, test } from "bun:test";

import { deepest, nearestRank, throughput } from "../../scripts/load/figures.ts";
import { trendOf } from "../../scripts/under-test/trend.ts";

const job = (created: number, started: number, completed: number) => ({ created, started, completed });

test("jobs that waited at the same time are counted, also where the first of them had started before the last came", () => {
  expect(deepest([job(0, 10, 20), job(1, 20, 30), job(12, 30, 40), job(13, 40, 50)])).toBe(3);
});

test("a job that starts in the moment in which another comes makes room for it", () => {
  expect(deepest([job(0, 5, 6), job(5, 9, 10)])).toBe(1);
});

test("throughput goes from the first that was queued to the last that completed, in whatever order they are told", () => {
  expect(throughput([job(500, 2_000, 3_000), job(1_000, 1_500, 1_600)])).toBe(0.8);
});

test("a quantile is a value that was measured, the largest for 1", () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([0.5, 0.99, 1].map((share) => nearestRank(values, share))).toEqual([50, 99, 100]);
});

test("a trend is the slope of the points, without an error where they lie on a line", () => {
  const { slope, error } = trendOf([1, 2, 3, 4].map((x) => ({ x, y: 7 - 2 * x })));
  expect(slope).toBeCloseTo(-2);
  expect(error).toBeCloseTo(0);
});

test("noise around a level is no trend: the slope is smaller than its error", () => {
  const { slope, error } = trendOf([5, 7, 4, 6, 5, 7, 4, 6].map((y, x) => ({ x, y })));
  expect(Math.abs(slope)).toBeLessThan(error);
});

test("growth shows through noise: the slope is larger than its error", () => {
  const { slope, error } = trendOf([5, 7, 4, 6, 5, 7, 4, 6].map((y, x) => ({ x, y: y + 2 * x })));
  expect(slope).toBeGreaterThan(error);
});
