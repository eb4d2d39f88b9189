import { AppError } from "../errors.ts";

/**
 * An answer that every job needs. Where it is not as qBittorrent gives it, no job is to blame, and the next would fare no
 * better: a proxy answers while qBittorrent is away, a portal wants a login, or qBittorrent itself is out of order. The cause
 * stays as it was said; that it may pass is what the code says, `qbittorrent_unusable` instead of `_answer`.
 */
export async function needed<T>(answered: Promise<T>): Promise<T> {
  try {
    return await answered;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== "qbittorrent_answer") throw thrown;
    throw new AppError("qbittorrent_unusable", thrown.message, { hint: thrown.hint, cause: thrown.cause });
  }
}
