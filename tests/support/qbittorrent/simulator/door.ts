import type { Credentials } from "../http.ts";
import { done, refused, said, type Answer } from "./answer.ts";
import type { VersionProfile } from "./profiles.ts";
import type { SimulatedRequest } from "./request.ts";

/** Sessions, keys and the ban. */
export interface Door {
  readonly admits: (request: SimulatedRequest) => Admission;
  /** Whether it is by a key that this request shows who it is from, good or bad. */
  readonly goesByKey: (request: SimulatedRequest) => boolean;
  readonly logIn: (request: SimulatedRequest) => Answer;
  readonly logOut: (request: SimulatedRequest) => Answer;
  /** A new key; the one before is worthless from now on. */
  readonly rotateKey: () => string;
  /** How many sessions there are. */
  readonly sessions: () => number;
  readonly forgetSessions: () => void;
  /** Sessions and failed logins are forgotten, a key is not. */
  readonly restart: () => void;
}

/** Whoever has failed to log in too often. */
export const banned = (): Answer => said(BANNED, 403);

/** Whether it may come in; where no login is needed, with a session that begins with this request. */
interface Admission {
  readonly admitted: boolean;
  readonly cookie?: string;
}

interface DoorOptions {
  readonly credentials: Credentials;
  readonly cookieName: () => string;
  /** Everybody is let in, as where the address is on the list of those that need no login. */
  readonly bypass: boolean;
  /** Milliseconds. */
  readonly now: () => number;
  /** Seconds without a request that end a session; 0 for never. */
  readonly sessionTimeout: () => number;
}

export function createDoor(profile: VersionProfile, options: DoorOptions): Door {
  const { credentials, cookieName, bypass, now, sessionTimeout } = options;
  /** When each was last used. */
  const sessions = new Map<string, number>();
  let key: string | undefined;
  let failures = 0;

  const hasSession = (request: SimulatedRequest) => {
    const id = request.cookies.get(cookieName()) ?? "";
    const used = sessions.get(id);
    if (used === undefined) return false;
    const isOver = sessionTimeout() > 0 && now() - used > sessionTimeout() * 1_000;
    if (isOver) sessions.delete(id);
    else sessions.set(id, now());
    return !isOver;
  };
  const accepted = () => (profile.goodLogin === 204 ? done(204) : said("Ok."));

  const fail = () => {
    failures += 1;
    return profile.badLogin === 401 ? refused(profile, 401) : said("Fails.");
  };

  const begin = () => {
    const id = crypto.randomUUID();
    sessions.set(id, now());
    return { cookie: `${cookieName()}=${id}; HttpOnly; SameSite=Strict; path=/` };
  };

  const open = () => {
    failures = 0;
    return { ...accepted(), ...begin() };
  };

  const goesByKey = ({ bearer }: SimulatedRequest) => profile.apiKeys && bearer !== undefined;

  return {
    // A key that is sent counts alone, even beside a good cookie.
    admits(request) {
      if (goesByKey(request)) return { admitted: request.bearer === key };
      if (hasSession(request)) return { admitted: true };
      return bypass ? { admitted: true, ...begin() } : { admitted: false };
    },
    goesByKey,
    sessions: () => sessions.size,
    logIn(request) {
      if (goesByKey(request)) return refused(profile, 403);
      if (hasSession(request)) return accepted();
      if (bypass) return { ...accepted(), ...begin() };
      if (failures >= BAN_AFTER) return banned();
      const { username, password } = request.parameters;
      return username === credentials.username && password === credentials.password ? open() : fail();
    },
    logOut(request) {
      sessions.delete(request.cookies.get(cookieName()) ?? "");
      return { ...done(), cookie: `${cookieName()}=; expires=Thu, 01 Jan 1970 00:00:00 GMT; path=/` };
    },
    rotateKey() {
      key = `qbt_${crypto.randomUUID().replaceAll("-", "").slice(0, 28)}`;
      return key;
    },
    forgetSessions: () => sessions.clear(),
    restart() {
      sessions.clear();
      failures = 0;
    },
  };
}

const BAN_AFTER = 5;
const BANNED = "Your IP address has been banned after too many failed authentication attempts.";
