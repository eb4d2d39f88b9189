import { describe, expect, test } from "bun:test";
import type { Action } from "../../src/actions/action.ts";
import type { Category, Server } from "../../src/qbittorrent/facts.ts";
import { aServer, aTorrent } from "../support/builders.ts";
import { actionOf, course, unset, untouched } from "./support.ts";

type Row = Readonly<Record<string, unknown>>;

const category = (name: string, more: Partial<Category> = {}): Category => ({
  name,
  hasShareLimits: false,
  shareLimitAction: "Default",
  ...more,
});

const categories = new Map(
  [
    category("plain"),
    category("stopping", { shareLimitAction: "Stop" }),
    category("removing", { shareLimitAction: "RemoveWithContent" }),
    category("limited", { hasShareLimits: true }),
    category("limited and stopping", { hasShareLimits: true, shareLimitAction: "Stop" }),
  ].map((each) => [each.name, each]),
);

/** All is known, and this is what happens where nothing nearer says otherwise. */
const withAction = (max_ratio_act: number | undefined): On => ({ categories, preferences: { max_ratio_act } });
const everywhere = { stop: withAction(0), remove: withAction(1), superSeed: withAction(2), removeAll: withAction(3) };

const isDestructive = (row: Row, action: Action, server: Server) =>
  action.destructive?.(untouched(aTorrent({ ...unset, ...row }), server));

/** An older server by its API; without, the newest. */
interface On extends Partial<Server> {
  readonly api?: string;
}

const OLD = "2.11.4";

const limiting = (params: Row, { api, ...server }: On, row: Row = {}) =>
  isDestructive(row, actionOf("set_share_limits", params), aServer(server, api));

const entering = (name: string, { api, ...server }: On, row: Row = {}) =>
  isDestructive(row, actionOf("set_category", { category: name }), aServer(server, api));

describe("set_share_limits destroys where reaching the limit removes", () => {
  test("by the action that it names, whatever else there is", () => {
    expect(limiting({ ratio: 2, when_reached: "remove" }, everywhere.stop)).toBe(true);
    expect(limiting({ ratio: 2, when_reached: "remove_with_content" }, everywhere.stop)).toBe(true);
    expect(limiting({ ratio: 2, when_reached: "stop" }, everywhere.remove)).toBe(false);
    expect(limiting({ ratio: 2, when_reached: "super_seeding" }, everywhere.remove)).toBe(false);
  });

  test("by the action that the torrent has", () => {
    expect(limiting({ ratio: 2 }, everywhere.stop, { share_limit_action: "Remove" })).toBe(true);
    expect(limiting({ ratio: 2 }, everywhere.remove, { share_limit_action: "EnableSuperSeeding" })).toBe(false);
  });

  test("by an action that it does not know", () => {
    expect(limiting({ ratio: 2 }, everywhere.stop, { share_limit_action: "Incinerate" })).toBe(true);
  });

  test("by the action of its category", () => {
    expect(limiting({ ratio: 2 }, everywhere.stop, { category: "removing" })).toBe(true);
    expect(limiting({ ratio: 2 }, everywhere.remove, { category: "stopping" })).toBe(false);
    expect(
      limiting({ ratio: 2, when_reached: "global" }, everywhere.stop, {
        category: "removing",
        share_limit_action: "Stop",
      }),
    ).toBe(true);
  });

  test("by the action of the category around one that was not there", () => {
    expect(limiting({ ratio: 2 }, everywhere.stop, { category: "removing/new/newer" })).toBe(true);
    expect(limiting({ ratio: 2 }, everywhere.stop, { category: "new" })).toBe(false);
  });

  test("by the global action, where nothing nearer says otherwise", () => {
    for (const where of ["", "plain"]) {
      expect(limiting({ ratio: 2 }, everywhere.stop, { category: where })).toBe(false);
      expect(limiting({ ratio: 2 }, everywhere.superSeed, { category: where })).toBe(false);
      expect(limiting({ ratio: 2 }, everywhere.remove, { category: where })).toBe(true);
      expect(limiting({ ratio: 2 }, everywhere.removeAll, { category: where })).toBe(true);
    }
  });

  test("and where the server does not say what happens", () => {
    expect(limiting({ ratio: 2 }, withAction(undefined))).toBe(true);
  });

  test("on servers before 5.2 by the global action alone", () => {
    const old = { share_limit_action: undefined, category: "removing" };
    expect(limiting({ ratio: 2 }, { ...everywhere.stop, api: OLD }, old)).toBe(false);
    expect(limiting({ ratio: 2 }, { ...everywhere.remove, api: OLD }, old)).toBe(true);
  });

  test("with a limit that only the category or the server has", () => {
    expect(limiting({ ratio: "global" }, everywhere.remove, { ratio_limit: -1 })).toBe(true);
  });

  test("not with limits that are never reached", () => {
    const never = { ratio: "unlimited", seeding_time: "unlimited", inactive_seeding_time: "unlimited" };
    expect(limiting(never, everywhere.remove)).toBe(false);
    const without = { ratio_limit: -1, seeding_time_limit: -1, inactive_seeding_time_limit: -1 };
    expect(limiting({ when_reached: "remove" }, everywhere.remove, without)).toBe(false);
  });

  test("by lifting one where, since 5.3, all have to be reached: the others then suffice", () => {
    const limited = { ratio_limit: 5, seeding_time_limit: 60, share_limit_action: "Remove" };
    const lift = { ratio: "unlimited" };
    for (const share_limits_mode of ["MatchAll", "Default"]) {
      expect(limiting(lift, everywhere.stop, { ...limited, share_limits_mode })).toBe(true);
    }
    expect(limiting(lift, everywhere.stop, { ...limited, share_limits_mode: "MatchAny" })).toBe(false);
    expect(limiting(lift, { ...everywhere.stop, api: "2.15.1" }, limited)).toBe(false);
  });

  test("with an action for limits that the torrent has already", () => {
    const limited = { ratio_limit: 2, seeding_time_limit: -1, inactive_seeding_time_limit: -1 };
    expect(limiting({ when_reached: "remove" }, everywhere.stop, limited)).toBe(true);
    expect(limiting({ ratio: "unlimited", when_reached: "remove" }, everywhere.stop, limited)).toBe(false);
  });
});

describe("set_share_limits asks", () => {
  const ratio = { ratio: 2 };

  test("for categories where the torrent has one, and then for preferences", () => {
    expect(limiting(ratio, {}, { category: "plain" })).toBe("categories");
    expect(limiting(ratio, { categories }, { category: "plain" })).toBe("preferences");
    expect(limiting(ratio, { categories }, { category: "stopping" })).toBe(false);
  });

  test("for preferences at once where no category can tell", () => {
    expect(limiting(ratio, {})).toBe("preferences");
    expect(limiting(ratio, { api: OLD }, { category: "plain", share_limit_action: undefined })).toBe("preferences");
  });

  test("for nothing where the torrent itself says what happens", () => {
    expect(limiting(ratio, {}, { category: "plain", share_limit_action: "Stop" })).toBe(false);
    expect(limiting(ratio, {}, { category: "plain", share_limit_action: "Remove" })).toBe(true);
  });
});

describe("set_category destroys, since 5.2,", () => {
  test("where the category has limits whose reaching removes", () => {
    expect(entering("limited", everywhere.remove)).toBe(true);
    expect(entering("limited", everywhere.stop)).toBe(false);
    expect(entering("limited and stopping", everywhere.remove)).toBe(false);
    expect(entering("limited/new", everywhere.remove)).toBe(true);
  });

  test("where the category makes the torrent's own limits remove", () => {
    expect(entering("removing", everywhere.stop, { ratio_limit: 2 })).toBe(true);
    expect(entering("stopping", everywhere.remove, { ratio_limit: 2 })).toBe(false);
  });

  test("where the category that is left kept them from it", () => {
    expect(entering("", everywhere.remove, { ratio_limit: 2, category: "stopping" })).toBe(true);
    expect(entering("plain", everywhere.remove, { ratio_limit: 2, category: "stopping" })).toBe(true);
    expect(entering("plain", everywhere.stop, { ratio_limit: 2, category: "stopping" })).toBe(false);
  });

  test("where fewer limits have to be reached, since 5.3", () => {
    const modes = new Map(
      [
        category("all", { shareLimitsMode: "MatchAll" }),
        category("any", { shareLimitsMode: "MatchAny" }),
        category("all, no ratio", { shareLimitsMode: "MatchAll", liftsShareLimits: true }),
      ].map((each) => [each.name, each]),
    );
    const server = { categories: modes, preferences: { max_ratio_act: 0 } };
    const own = { ratio_limit: 100, seeding_time_limit: 60, inactive_seeding_time_limit: -1 };
    const row = { ...own, share_limit_action: "Remove", share_limits_mode: "Default", category: "all" };
    expect(entering("any", server, row)).toBe(true);
    expect(entering("any", server, { ...row, share_limits_mode: "MatchAll" })).toBe(false);
    expect(entering("any", server, { ...row, category: "any" })).toBe(false);
    expect(entering("all, no ratio", server, { ...row, ratio_limit: -2 })).toBe(true);
  });

  test("not where the torrent has limits and an action of its own", () => {
    const own = { ratio_limit: 2, seeding_time_limit: 5, inactive_seeding_time_limit: 5, share_limit_action: "Stop" };
    for (const to of categories.keys()) expect(entering(to, everywhere.remove, own)).toBe(false);
  });

  test("not where the torrent has no limits for good", () => {
    const endless = { ratio_limit: -1, seeding_time_limit: -1, inactive_seeding_time_limit: -1 };
    for (const to of categories.keys()) expect(entering(to, everywhere.remove, endless)).toBe(false);
  });

  test("not on older servers, whose categories have no limits", () => {
    expect(entering("limited", { ...everywhere.remove, api: OLD })).toBe(false);
  });

  test("and asks for no more than it takes to tell", () => {
    expect(entering("plain", {})).toBe("categories");
    expect(entering("plain", { categories })).toBe(false);
    expect(entering("limited", { categories })).toBe("preferences");
    expect(entering("limited and stopping", { categories })).toBe(false);
    expect(entering("limited", { categories }, { share_limit_action: "Stop" })).toBe(false);
  });

  test("and leaves open which limits hold, where the torrent has none of its own", () => {
    const row = { ...unset, ratio_limit: 2, max_ratio: 2 };
    const { torrent } = course(aTorrent(row), [actionOf("set_category", { category: "limited" })]);
    expect(torrent).toMatchObject({ max_ratio: 2, max_seeding_time: undefined, max_inactive_seeding_time: undefined });
  });
});
