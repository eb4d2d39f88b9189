import { expect, test } from "bun:test";

import { EXECUTABLE } from "../support/program.ts";
import { tempFolder } from "../support/temp.ts";

const examples = [...new Bun.Glob("{config,examples}/**/*.test.yml").scanSync(".")];

/** The executable on its own: no server, no settings, no qBittorrent. */
async function run(...args: readonly string[]) {
  using folder = tempFolder();
  const junit = folder.file("junit.xml");
  const child = Bun.spawn([EXECUTABLE, "--test", ...args, "--junit", junit], {
    env: { QBT_RULES_CONFIG_DIR: folder.path },
    stdout: "pipe",
    stderr: "pipe",
  });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { code: await child.exited, stdout, stderr, junit: await Bun.file(junit).text() };
}

test("the executable runs the tests of the example rules, and all pass", async () => {
  expect(examples.length).toBeGreaterThan(1);
  const { code, stdout, stderr, junit } = await run(...examples);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^\n(\d+) tests, \1 passed\n$/m);
  for (const file of examples) expect(junit).toContain(`<testsuite name="${file}" `);
  expect(junit).not.toContain("<failure");
});
