import type { Torrent } from "../src/qbittorrent/torrent.ts";
import { DAY, NOW } from "./rules-library.ts";

/** Rules 21 to 50 of fifty-rules.yml, which ask numbers, times, categories and paths, as anyone would write them by hand. */
export const aboutNumbers: readonly ((torrent: Torrent) => boolean)[] = [
  ({ category, completion_on, num_complete, ratio }) =>
    category === "tv" &&
    ratio !== undefined &&
    ratio > 3.0 &&
    completion_on !== undefined &&
    completion_on < NOW - 150 * DAY &&
    num_complete !== undefined &&
    num_complete > 60,
  ({ category, completion_on, num_complete, ratio }) =>
    category === "movies" &&
    ratio !== undefined &&
    ratio > 3.3 &&
    completion_on !== undefined &&
    completion_on < NOW - 170 * DAY &&
    num_complete !== undefined &&
    num_complete > 65,
  ({ category, completion_on, num_complete, ratio }) =>
    category === "music" &&
    ratio !== undefined &&
    ratio > 3.6 &&
    completion_on !== undefined &&
    completion_on < NOW - 190 * DAY &&
    num_complete !== undefined &&
    num_complete > 70,
  ({ category, completion_on, num_complete, ratio }) =>
    category === "linux" &&
    ratio !== undefined &&
    ratio > 3.9 &&
    completion_on !== undefined &&
    completion_on < NOW - 210 * DAY &&
    num_complete !== undefined &&
    num_complete > 75,
  ({ category, completion_on, num_complete, ratio }) =>
    category === "books" &&
    ratio !== undefined &&
    ratio > 4.2 &&
    completion_on !== undefined &&
    completion_on < NOW - 230 * DAY &&
    num_complete !== undefined &&
    num_complete > 80,
  ({ category, completion_on, num_complete, ratio }) =>
    category === "games" &&
    ratio !== undefined &&
    ratio > 4.5 &&
    completion_on !== undefined &&
    completion_on < NOW - 250 * DAY &&
    num_complete !== undefined &&
    num_complete > 85,
  ({ added_on, num_incomplete, ratio, size }) =>
    size !== undefined &&
    size > 44e9 &&
    ratio !== undefined &&
    ratio < 0.3 &&
    added_on !== undefined &&
    added_on < NOW - 100 * DAY &&
    num_incomplete !== undefined &&
    num_incomplete < 4,
  ({ added_on, num_incomplete, ratio, size }) =>
    size !== undefined &&
    size > 45e9 &&
    ratio !== undefined &&
    ratio < 0.35 &&
    added_on !== undefined &&
    added_on < NOW - 130 * DAY &&
    num_incomplete !== undefined &&
    num_incomplete < 5,
  ({ added_on, num_incomplete, ratio, size }) =>
    size !== undefined &&
    size > 46e9 &&
    ratio !== undefined &&
    ratio < 0.4 &&
    added_on !== undefined &&
    added_on < NOW - 160 * DAY &&
    num_incomplete !== undefined &&
    num_incomplete < 6,
  ({ added_on, num_incomplete, ratio, size }) =>
    size !== undefined &&
    size > 47e9 &&
    ratio !== undefined &&
    ratio < 0.45 &&
    added_on !== undefined &&
    added_on < NOW - 190 * DAY &&
    num_incomplete !== undefined &&
    num_incomplete < 7,
  ({ added_on, num_incomplete, ratio, size }) =>
    size !== undefined &&
    size > 48e9 &&
    ratio !== undefined &&
    ratio < 0.5 &&
    added_on !== undefined &&
    added_on < NOW - 220 * DAY &&
    num_incomplete !== undefined &&
    num_incomplete < 8,
  ({ added_on, num_incomplete, ratio, size }) =>
    size !== undefined &&
    size > 49e9 &&
    ratio !== undefined &&
    ratio < 0.55 &&
    added_on !== undefined &&
    added_on < NOW - 250 * DAY &&
    num_incomplete !== undefined &&
    num_incomplete < 9,
  ({ completion_on, num_complete, progress, ratio }) =>
    num_complete !== undefined &&
    num_complete <= 1 &&
    progress !== undefined &&
    progress >= 1 &&
    completion_on !== undefined &&
    completion_on > NOW - 20 * DAY &&
    ratio !== undefined &&
    ratio < 1.0,
  ({ completion_on, num_complete, progress, ratio }) =>
    num_complete !== undefined &&
    num_complete <= 2 &&
    progress !== undefined &&
    progress >= 1 &&
    completion_on !== undefined &&
    completion_on > NOW - 25 * DAY &&
    ratio !== undefined &&
    ratio < 1.2,
  ({ completion_on, num_complete, progress, ratio }) =>
    num_complete !== undefined &&
    num_complete <= 3 &&
    progress !== undefined &&
    progress >= 1 &&
    completion_on !== undefined &&
    completion_on > NOW - 30 * DAY &&
    ratio !== undefined &&
    ratio < 1.4,
  ({ completion_on, num_complete, progress, ratio }) =>
    num_complete !== undefined &&
    num_complete <= 4 &&
    progress !== undefined &&
    progress >= 1 &&
    completion_on !== undefined &&
    completion_on > NOW - 35 * DAY &&
    ratio !== undefined &&
    ratio < 1.6,
  ({ completion_on, num_complete, progress, ratio }) =>
    num_complete !== undefined &&
    num_complete <= 5 &&
    progress !== undefined &&
    progress >= 1 &&
    completion_on !== undefined &&
    completion_on > NOW - 40 * DAY &&
    ratio !== undefined &&
    ratio < 1.8,
  ({ completion_on, num_complete, progress, ratio }) =>
    num_complete !== undefined &&
    num_complete <= 6 &&
    progress !== undefined &&
    progress >= 1 &&
    completion_on !== undefined &&
    completion_on > NOW - 45 * DAY &&
    ratio !== undefined &&
    ratio < 2.0,
  ({ downloaded, save_path, seeding_time, uploaded }) =>
    (save_path === "/data/tv" || save_path?.startsWith("/data/tv/") === true) &&
    uploaded !== undefined &&
    uploaded > 150e9 &&
    seeding_time !== undefined &&
    seeding_time > 200 * DAY &&
    downloaded !== undefined &&
    downloaded < 40e9,
  ({ category, save_path, seeding_time, uploaded }) =>
    (save_path === "/data/movies" || save_path?.startsWith("/data/movies/") === true) &&
    uploaded !== undefined &&
    uploaded > 160e9 &&
    seeding_time !== undefined &&
    seeding_time > 210 * DAY &&
    category !== undefined &&
    !(category === "linux" || category === "books"),
  ({ downloaded, save_path, seeding_time, uploaded }) =>
    (save_path === "/data/music" || save_path?.startsWith("/data/music/") === true) &&
    uploaded !== undefined &&
    uploaded > 170e9 &&
    seeding_time !== undefined &&
    seeding_time > 220 * DAY &&
    downloaded !== undefined &&
    downloaded < 40e9,
  ({ category, save_path, seeding_time, uploaded }) =>
    (save_path === "/data/linux" || save_path?.startsWith("/data/linux/") === true) &&
    uploaded !== undefined &&
    uploaded > 180e9 &&
    seeding_time !== undefined &&
    seeding_time > 230 * DAY &&
    category !== undefined &&
    !(category === "linux" || category === "books"),
  ({ downloaded, save_path, seeding_time, uploaded }) =>
    (save_path === "/data/books" || save_path?.startsWith("/data/books/") === true) &&
    uploaded !== undefined &&
    uploaded > 190e9 &&
    seeding_time !== undefined &&
    seeding_time > 240 * DAY &&
    downloaded !== undefined &&
    downloaded < 40e9,
  ({ category, save_path, seeding_time, uploaded }) =>
    (save_path === "/data/games" || save_path?.startsWith("/data/games/") === true) &&
    uploaded !== undefined &&
    uploaded > 200e9 &&
    seeding_time !== undefined &&
    seeding_time > 250 * DAY &&
    category !== undefined &&
    !(category === "linux" || category === "books"),
  ({ last_activity, num_incomplete, size, upspeed }) =>
    upspeed !== undefined &&
    upspeed > 80000 &&
    num_incomplete !== undefined &&
    num_incomplete > 15 &&
    last_activity !== undefined &&
    last_activity < NOW - 1 * DAY &&
    size !== undefined &&
    size < 8e9,
  ({ last_activity, num_incomplete, size, upspeed }) =>
    upspeed !== undefined &&
    upspeed > 83000 &&
    num_incomplete !== undefined &&
    num_incomplete > 16 &&
    last_activity !== undefined &&
    last_activity < NOW - 1 * DAY &&
    size !== undefined &&
    size < 9e9,
  ({ last_activity, num_incomplete, size, upspeed }) =>
    upspeed !== undefined &&
    upspeed > 86000 &&
    num_incomplete !== undefined &&
    num_incomplete > 17 &&
    last_activity !== undefined &&
    last_activity < NOW - 1 * DAY &&
    size !== undefined &&
    size < 10e9,
  ({ last_activity, num_incomplete, size, upspeed }) =>
    upspeed !== undefined &&
    upspeed > 89000 &&
    num_incomplete !== undefined &&
    num_incomplete > 18 &&
    last_activity !== undefined &&
    last_activity < NOW - 2 * DAY &&
    size !== undefined &&
    size < 11e9,
  ({ last_activity, num_incomplete, size, upspeed }) =>
    upspeed !== undefined &&
    upspeed > 92000 &&
    num_incomplete !== undefined &&
    num_incomplete > 19 &&
    last_activity !== undefined &&
    last_activity < NOW - 2 * DAY &&
    size !== undefined &&
    size < 12e9,
  ({ last_activity, num_incomplete, size, upspeed }) =>
    upspeed !== undefined &&
    upspeed > 95000 &&
    num_incomplete !== undefined &&
    num_incomplete > 20 &&
    last_activity !== undefined &&
    last_activity < NOW - 2 * DAY &&
    size !== undefined &&
    size < 13e9,
];
