import { mistakeCodes, warningCodes } from "../../src/rules/codes.ts";
import { code, table } from "./markdown.ts";

/** What is wrong with a file, and after that what is hardly meant. */
export const codesTables = (): string => `${tableOf("error", mistakeCodes)}\n\n${tableOf("warning", warningCodes)}`;

const tableOf = (title: string, codes: Readonly<Record<string, string>>): string =>
  table(
    [title, "what is meant"],
    Object.entries(codes).map(([name, sentence]) => [code(name), sentence]),
  );
