import type { TestRedis } from "../../tests/support/redis.ts";

/** Of all keys in Redis. */
export const PREFIX = "crash";

const KEY = `${PREFIX}:queue:lease`;

/** What Redis knows of who may run jobs. */
export interface LeaseInRedis {
  /** The name of whoever has it. */
  readonly holder: () => Promise<string | null>;
  /** Once that one is dead: its lease ends within this time, as if it had been renewed for the last time long before. */
  readonly endWithin: (holder: string, ms: number) => Promise<void>;
}

export const leaseIn = ({ admin }: Pick<TestRedis, "admin">): LeaseInRedis => ({
  holder: () => admin.get(KEY),
  endWithin: async (holder, ms) => {
    // In one go: by now it may be another's.
    await admin.eval(SHORTEN, 1, KEY, holder, Math.ceil(ms));
  },
});

const SHORTEN = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] or redis.call('PTTL', KEYS[1]) <= tonumber(ARGV[2]) then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
`;
