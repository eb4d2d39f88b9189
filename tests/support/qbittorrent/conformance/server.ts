import { expect } from "bun:test";

import { asRow, type Bench, type Check } from "./bench.ts";
import { shapeOf, transferShape } from "./shapes.ts";

export function serverCases(check: Check, bench: () => Bench): void {
  check("transfer/info", async () => {
    const { session, facts } = bench();
    const found = asRow(await session.get("transfer/info"));
    expect(shapeOf(found)).toEqual(transferShape(facts.version));
    const noLimits = { dl_rate_limit: 0, up_rate_limit: 0 };
    expect(found).toMatchObject({ connection_status: "firewalled", dht_nodes: 0, dl_info_speed: 0, ...noLimits });
  });

  check(
    "app/preferences: what decides at a share limit, secrets, and things that are more than one value",
    async () => {
      const { session, facts } = bench();
      const found = asRow(await session.get("app/preferences"));
      const settings = { max_ratio_act: 0, max_ratio: -1, max_ratio_enabled: false, max_seeding_time: -1 };
      const secrets = {
        proxy_password: "",
        mail_notification_password: "",
        proxy_username: "",
        web_ui_username: "admin",
      };
      expect(found).toMatchObject({ ...settings, ...secrets, scan_dirs: {} });
      expect(found["web_ui_api_key"]).toBe(facts.rotateApiKey === 200 ? "" : undefined);
    },
  );

  check(
    "app/setPreferences: the external programs, as far as the version has them; whatever is not named stays",
    async () => {
      await bench().another(async ({ session, facts }) => {
        const found = async () =>
          Object.fromEntries(
            Object.entries(asRow(await session.get("app/preferences"))).filter(([name]) => name.startsWith("autorun_")),
          );
        const set = async (preferences: Readonly<Record<string, unknown>>) =>
          (await session.post("app/setPreferences", { json: JSON.stringify(preferences) })).status;
        const onAdded = (enabled: boolean, program: string) =>
          facts.programOnAdded
            ? { autorun_on_torrent_added_enabled: enabled, autorun_on_torrent_added_program: program }
            : {};
        expect(await found()).toEqual({ autorun_enabled: false, autorun_program: "", ...onAdded(false, "") });

        const program = `"/my tools/program" --hash "%K" 'x' a\\b`;
        expect(
          await set({
            autorun_enabled: true,
            autorun_program: program,
            autorun_on_torrent_added_program: ` ${program} `,
          }),
        ).toBe(200);
        const kept = facts.programTrimmed ? program : ` ${program} `;
        expect(await found()).toEqual({ autorun_enabled: true, autorun_program: program, ...onAdded(false, kept) });

        expect(await set({ autorun_on_torrent_added_enabled: true })).toBe(200);
        expect(await found()).toEqual({ autorun_enabled: true, autorun_program: program, ...onAdded(true, kept) });

        expect(await set({ autorun_enabled: false, autorun_program: "" })).toBe(200);
        expect(await found()).toEqual({ autorun_enabled: false, autorun_program: "", ...onAdded(true, kept) });
      });
    },
  );
}
