import * as v from "valibot";
import { parseDuration } from "../lib/units.ts";
import type { ShareLimit, ShareLimitAction } from "../qbittorrent/writes.ts";
import type { WantedShareLimits } from "./action.ts";
import { mistake, wants } from "./messages.ts";

/** Servers up to 5.1.0 put these in place of anything higher. */
const HIGHEST_RATIO = 9_999;
const HIGHEST_MINUTES = 525_600;

const RATIO = `a number from 0 to ${HIGHEST_RATIO}, "unlimited" or "global"`;

const ratio = v.pipe(
  v.union(
    [
      v.pipe(
        v.number(),
        v.minValue(0, ({ input }) => mistake("ratio", RATIO, input, meantBy(input))),
        v.maxValue(
          HIGHEST_RATIO,
          wants("ratio", RATIO, `write ${HIGHEST_RATIO}, the highest that every server keeps, or "unlimited"`),
        ),
      ),
      v.picklist(["unlimited", "global"]),
    ],
    wants("ratio", RATIO, 'write a number without quotes, like 2.5, or "unlimited"'),
  ),
  v.description('The ratio to seed to: a number, "unlimited", or "global" for what the category or qBittorrent has'),
  v.transform(toLimit),
);

const TIME = 'a duration with its unit, "unlimited" or "global"';

const time = (name: string, about: string) =>
  v.pipe(
    v.string(({ input }) => mistake(name, TIME, input, typeof input === "number" ? withUnit(input) : LIKE)),
    v.description(`${about}: a duration in whole minutes like "7 days", "unlimited", or "global"`),
    v.rawTransform(({ dataset, addIssue, NEVER }): ShareLimit => {
      const { value: written } = dataset;
      if (written === "unlimited" || written === "global") return toLimit(written);
      const parsed = parseDuration(written);
      const problem = parsed.ok ? unkept(parsed.value) : LIKE;
      if (parsed.ok && problem === undefined) return parsed.value;
      addIssue({ message: mistake(name, TIME, written, problem ?? LIKE) });
      return NEVER;
    }),
  );

const LIKE = 'write a number with a unit, like "7 days", "12 hours" or "90 minutes"';

/** What to write instead of a time that the server cannot keep. */
function unkept(seconds: number): string | undefined {
  const minutes = Math.ceil(seconds / 60);
  if (minutes > HIGHEST_MINUTES)
    return 'servers up to 5.1.0 keep no more than 525600 minutes: write "365 days", or "unlimited"';
  if (minutes * 60 === seconds) return undefined;
  return `qBittorrent counts whole minutes: write "${minutes} ${minutes === 1 ? "minute" : "minutes"}"`;
}

const withUnit = (count: number): string =>
  count < 0 ? meantBy(count) : `it has no unit: write "${count} days", or "${count} minutes"`;

/** As the API has it. */
const meantBy = (number: number): string =>
  number === -2 ? 'write "global" for the limit that qBittorrent has' : 'write "unlimited" for no limit';

function toLimit(written: number | "unlimited" | "global"): ShareLimit {
  return written === "unlimited" ? Infinity : written;
}

const inApi = {
  stop: "Stop",
  remove: "Remove",
  remove_with_content: "RemoveWithContent",
  super_seeding: "EnableSuperSeeding",
  global: "Default",
} as const satisfies Record<string, ShareLimitAction>;

const reachedWords = ["stop", "remove", "remove_with_content", "super_seeding", "global"] as const;

const whenReached = v.pipe(
  v.picklist(
    reachedWords,
    wants(
      "when_reached",
      "stop, remove, remove_with_content, super_seeding or global",
      'write one of these, like "stop"; remove_with_content deletes the data too',
    ),
  ),
  v.description(
    "What happens when a limit is reached (qBittorrent 5.2 and newer); remove_with_content deletes the data",
  ),
  v.transform((word) => inApi[word]),
);

export const shareLimitParams = v.pipe(
  v.strictObject({
    ratio: v.exactOptional(ratio),
    seeding_time: v.exactOptional(time("seeding_time", "How long to seed")),
    inactive_seeding_time: v.exactOptional(
      time("inactive_seeding_time", "How long to seed without activity (qBittorrent 4.6 and newer)"),
    ),
    when_reached: v.exactOptional(whenReached),
  }),
  v.check(
    (written) => Object.keys(written).length > 0,
    'needs at least one of "ratio", "seeding_time", "inactive_seeding_time" and "when_reached"',
  ),
  v.transform((written): WantedShareLimits => ({
    ...(written.ratio !== undefined && { ratio: written.ratio }),
    ...(written.seeding_time !== undefined && { seedingTime: written.seeding_time }),
    ...(written.inactive_seeding_time !== undefined && { inactiveSeedingTime: written.inactive_seeding_time }),
    ...(written.when_reached !== undefined && { whenReached: written.when_reached }),
  })),
);
