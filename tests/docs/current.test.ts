import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { destructive } from "../../scripts/docs/actions.ts";
import { docFiles } from "../../scripts/docs/files.ts";
import type { Action } from "../../src/actions/action.ts";
import { type ActionType, actionTypes, actions } from "../../src/actions/catalogue.ts";
import { supports } from "../../src/qbittorrent/versions.ts";
import { mistakeCodes, warningCodes } from "../../src/rules/codes.ts";
import { fields } from "../../src/rules/fields/catalogue.ts";
import { aServer, aTorrent } from "../support/builders.ts";

describe.each([...docFiles()])("%s", (path, expected) => {
  test("is what the program makes it", () => {
    const isCurrent = readFileSync(path, "utf8") === expected;
    expect(isCurrent || `${path} is out of date: run npm run docs`).toBe(true);
  });
});

test.each([...fields.keys()])("%s is on the page of fields", (name) => {
  expect(docFiles().get("docs/fields.md")).toContain(`| \`${name}\` |`);
});

describe("the page of rules lists", () => {
  const page = docFiles().get("docs/rules.md");

  test.each(Object.entries({ ...mistakeCodes, ...warningCodes }))(
    "the code %s, with a plain sentence",
    (code, says) => {
      expect(page).toContain(`| \`${code}\` | ${says} |`);
      expect(says).toMatch(/^(?:[A-Z]|match_all )[^|]{10,}\.$/);
    },
  );
});

test("trackers come with the list since 5.1 and files since 5.2, as the page says", () => {
  const [v50, v51, v52] = (
    [
      [2, 11, 2],
      [2, 11, 4],
      [2, 15, 0],
    ] as const
  ).map((api) => ({ app: "", api }));
  const can = (version: typeof v50, what: "includeTrackers" | "includeFiles") => version && supports(version, what);
  expect([v50, v51].map((version) => can(version, "includeTrackers"))).toEqual([false, true]);
  expect([v51, v52].map((version) => can(version, "includeFiles"))).toEqual([false, true]);
});

describe("what destroys is said to be destructive, and nothing else:", () => {
  test.each(actionTypes)("%s", (type) => {
    expect(mayDestroy(type)).toBe(destructive[type] !== undefined);
  });
});

/** With parameters as dangerous as they can be. */
const worst: Readonly<Partial<Record<ActionType, object>>> = {
  set_category: { category: "tv" },
  add_tag: { tag: "a" },
  remove_tag: { tag: "a" },
  set_tags: { tags: [] },
  set_upload_limit: { limit: 1 },
  set_download_limit: { limit: 1 },
  set_share_limits: { ratio: 0, when_reached: "remove_with_content" },
  set_location: { path: "/elsewhere" },
  set_auto_management: { enabled: true },
  set_super_seeding: { enabled: true },
  set_sequential_download: { enabled: true },
  delete_torrent: { delete_files: true },
};

function mayDestroy(type: ActionType): boolean {
  const bound = actions[type].bind(type, worst[type] ?? {});
  if (!bound.ok) throw new Error(`${type}: ${bound.issues.map(({ message }) => message).join()}`);
  return [false, true].some((managed) => destroys(bound.action, managed));
}

function destroys(action: Action, managed: boolean): boolean {
  const server = aServer({ categories: new Map(), preferences: {} });
  return action.destructive?.({ torrent: aTorrent({ auto_tmm: managed }), wish: {}, server }) === true;
}
