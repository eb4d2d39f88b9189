import { expect, test } from "bun:test";
import { loadRules } from "../../src/rules/load.ts";
import { serverBench } from "./support.ts";

const loaded = loadRules(
  "/config/rules.yml",
  `rules:
  - name: Tag
    context: [on_added, nightly]
    stop_on_match: true
    match_all: true
    actions: [{type: add_tag, params: {tag: new}}, {type: stop}]
  - {name: Off, enabled: false, match_all: true, actions: [{type: start}]}
`,
);
const list = loaded.ok ? loaded.book.rules : [];

test("GET /rules shows the rules of the next job", async () => {
  using api = serverBench({ rules: { file: "/config/rules.yml", list, error: null } });
  expect(await api.ask("GET /rules")).toEqual({
    status: 200,
    body: {
      file: "/config/rules.yml",
      rules: [
        {
          name: "Tag",
          enabled: true,
          context: ["on_added", "nightly"],
          stop_on_match: true,
          actions: ["add_tag", "stop"],
          where: "/config/rules.yml:2:5",
        },
        {
          name: "Off",
          enabled: false,
          context: null,
          stop_on_match: false,
          actions: ["start"],
          where: "/config/rules.yml:7:5",
        },
      ],
      error: null,
    },
  });
});

test("GET /rules says what is wrong with a file that is newer than the rules", async () => {
  using api = serverBench({ rules: { file: "/config/rules.yml", list: [], error: "line 3 is broken" } });
  expect(await api.ask("GET /rules")).toMatchObject({ body: { error: "line 3 is broken" } });
});

test("GET /rules is for those who have the key", async () => {
  using api = serverBench();
  expect((await api.ask("GET /rules", {})).status).toBe(401);
});
