import { build } from "../../version.ts";
import type { Run } from "../context.ts";

export const version: Run = ({ terminal }) => {
  terminal.out(`qbt-rules ${build.version} (commit ${build.commit}, built ${build.date})`);
  return Promise.resolve(0);
};
