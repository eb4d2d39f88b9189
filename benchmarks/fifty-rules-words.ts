import type { Torrent } from "../src/qbittorrent/torrent.ts";
import { DAY, NOW } from "./rules-library.ts";

/** Rules 1 to 20 of fifty-rules.yml, which ask patterns, tags and states, as anyone would write them by hand. */
export const aboutWords: readonly ((torrent: Torrent) => boolean)[] = [
  ({ added_on, name, ratio, size }) =>
    /1080p|2160p/i.test(name) &&
    ratio !== undefined &&
    ratio >= 3 &&
    size !== undefined &&
    size > 40e9 &&
    added_on !== undefined &&
    added_on < NOW - 200 * DAY,
  ({ category, name, num_complete, progress }) =>
    /S\d{2}E\d{2}/i.test(name) &&
    category === "tv" &&
    num_complete !== undefined &&
    num_complete > 80 &&
    progress !== undefined &&
    progress >= 1,
  ({ added_on, name, num_incomplete, size }) =>
    /x26[45]/i.test(name) &&
    size !== undefined &&
    size > 30e9 &&
    num_incomplete !== undefined &&
    num_incomplete > 20 &&
    added_on !== undefined &&
    added_on > NOW - 60 * DAY,
  ({ completion_on, name, num_complete, ratio }) =>
    /\b(?:remux|bluray)\b/i.test(name) &&
    ratio !== undefined &&
    ratio < 0.5 &&
    completion_on !== undefined &&
    completion_on < NOW - 100 * DAY &&
    num_complete !== undefined &&
    num_complete > 50,
  ({ category, name, ratio, upspeed }) =>
    name.endsWith(".iso") &&
    category === "linux" &&
    upspeed !== undefined &&
    upspeed > 90000 &&
    ratio !== undefined &&
    ratio >= 2,
  ({ name, num_complete, seeding_time, size }) =>
    /^\[[A-Za-z]{3,9}\]/.test(name) &&
    seeding_time !== undefined &&
    seeding_time > 300 * DAY &&
    size !== undefined &&
    size < 20e9 &&
    num_complete !== undefined &&
    num_complete <= 10,
  ({ last_activity, name, ratio, size }) =>
    /complete|collection/i.test(name) &&
    size !== undefined &&
    size > 45e9 &&
    ratio !== undefined &&
    ratio > 1 &&
    last_activity !== undefined &&
    last_activity < NOW - 3 * DAY,
  ({ category, name, num_complete, ratio }) =>
    /\b(?:19|20)\d{2}\b/i.test(name) &&
    category === "movies" &&
    ratio !== undefined &&
    ratio > 4 &&
    num_complete !== undefined &&
    num_complete > 70,
  ({ added_on, name, ratio, size }) =>
    /proper|repack/i.test(name) &&
    added_on !== undefined &&
    added_on > NOW - 30 * DAY &&
    ratio !== undefined &&
    ratio < 2 &&
    size !== undefined &&
    size < 30e9,
  ({ added_on, name, progress, size }) =>
    /sample/i.test(name) &&
    size !== undefined &&
    size < 1e9 &&
    added_on !== undefined &&
    added_on < NOW - 10 * DAY &&
    progress !== undefined &&
    progress >= 1,
  ({ added_on, num_complete, progress, state }) =>
    (state === "stalledDL" || state === "metaDL") &&
    added_on !== undefined &&
    added_on < NOW - 14 * DAY &&
    num_complete !== undefined &&
    num_complete === 0 &&
    progress !== undefined &&
    progress < 0.5,
  ({ completion_on, ratio, size, state }) =>
    (state === "uploading" || state === "stalledUP") &&
    ratio !== undefined &&
    ratio >= 4.5 &&
    completion_on !== undefined &&
    completion_on < NOW - 300 * DAY &&
    size !== undefined &&
    size < 10e9,
  ({ num_complete, ratio, size, tags }) =>
    tags?.includes("keep") === true &&
    ratio !== undefined &&
    ratio > 4 &&
    size !== undefined &&
    size > 20e9 &&
    num_complete !== undefined &&
    num_complete > 50,
  ({ completion_on, num_incomplete, ratio, tags }) =>
    tags?.includes("public") === true &&
    ratio !== undefined &&
    ratio >= 2 &&
    completion_on !== undefined &&
    completion_on < NOW - 350 * DAY &&
    num_incomplete !== undefined &&
    num_incomplete < 3,
  ({ added_on, category, ratio, tags }) =>
    tags?.includes("archive") === false &&
    category === "music" &&
    added_on !== undefined &&
    added_on < NOW - 390 * DAY &&
    ratio !== undefined &&
    ratio > 3,
  ({ completion_on, ratio, state, uploaded }) =>
    state === "stoppedUP" &&
    completion_on !== undefined &&
    completion_on < NOW - 365 * DAY &&
    ratio !== undefined &&
    ratio > 4 &&
    uploaded !== undefined &&
    uploaded > 200e9,
  ({ added_on, num_complete, ratio, tags }) =>
    tags?.includes("cross-seed") === true &&
    num_complete !== undefined &&
    num_complete < 3 &&
    added_on !== undefined &&
    added_on < NOW - 30 * DAY &&
    ratio !== undefined &&
    ratio < 1,
  ({ added_on, dlspeed, progress, state }) =>
    (state === "downloading" || state === "forcedDL") &&
    dlspeed !== undefined &&
    dlspeed < 1000 &&
    added_on !== undefined &&
    added_on < NOW - 2 * DAY &&
    progress !== undefined &&
    progress < 0.9,
  ({ num_complete, ratio, state, tags }) =>
    tags?.includes("keep") === false &&
    state === "stalledUP" &&
    ratio !== undefined &&
    ratio > 4.8 &&
    num_complete !== undefined &&
    num_complete > 90,
  ({ ratio, seeding_time, tags }) =>
    tags !== undefined &&
    tags.includes("private") &&
    tags.includes("hd") &&
    seeding_time !== undefined &&
    seeding_time < 7 * DAY &&
    ratio !== undefined &&
    ratio < 1,
];
