import { describe, expect, test } from "bun:test";
import { AppError, describe as inWords, exitStatus, httpStatus, messageOf, toAppError } from "../src/errors.ts";

describe("what was thrown, as an AppError", () => {
  test("is itself if it is one", () => {
    const error = new AppError("not_found", "Job not found");
    expect(toAppError(error)).toBe(error);
  });

  test("is a bug otherwise, which keeps what was thrown as its cause", () => {
    const thrown = new TypeError("x is undefined");
    expect(toAppError(thrown)).toMatchObject({ code: "internal", message: "x is undefined", cause: thrown });
  });

  test("need not even have been an error", () => {
    for (const thrown of ["text", 42, null, undefined]) {
      expect(toAppError(thrown)).toMatchObject({ code: "internal", message: String(thrown) });
      expect(messageOf(thrown)).toBe(String(thrown));
    }
  });
});

describe("at the edges", () => {
  test.each([
    ["invalid_request", 400, 1],
    ["cannot_cancel", 400, 1],
    ["unauthorized", 401, 1],
    ["not_found", 404, 1],
    ["too_large", 413, 1],
    ["queue_unavailable", 503, 1],
    ["internal", 500, 1],
    ["usage", 400, 2],
  ] as const)("%s is answered with %i, and ends a command with %i", (code, http, exit) => {
    const error = new AppError(code, "");
    expect([httpStatus(error), exitStatus(error)]).toEqual([http, exit]);
  });
});

describe("in words", () => {
  test("an error is its message", () => {
    expect(inWords(new AppError("usage", "No such thing"))).toBe("No such thing");
  });

  test("the hint comes last, after every problem with its place and its own hint", () => {
    const problems = [
      { message: "unknown field", where: "rules.yml:3:5", hint: 'did you mean "info.ratio"?' },
      { message: "no name", where: "rules.yml:9:1" },
      { message: "nowhere in particular" },
    ];
    const error = new AppError("rules", "rules.yml has mistakes", { problems, hint: "see the README" });
    expect(inWords(error).split("\n")).toEqual([
      "rules.yml has mistakes",
      "  rules.yml:3:5: unknown field",
      '      -> did you mean "info.ratio"?',
      "  rules.yml:9:1: no name",
      "  nowhere in particular",
      "  -> see the README",
    ]);
  });

  test("a cause is not told: it is for the log", () => {
    const error = new AppError("queue_unavailable", "The disk is full", { cause: new Error("SQLITE_FULL") });
    expect(inWords(error)).toBe("The disk is full");
    expect(error.cause).toMatchObject({ message: "SQLITE_FULL" });
  });
});
