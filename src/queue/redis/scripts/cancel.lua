-- pending -> cancelled
--
-- ARGV  1 id, 2 now (ISO), 3 now (ms)
-- Returns {1 if it was cancelled now, the job (HGETALL, empty if there is none)}.

local id, key = ARGV[1], job_key(ARGV[1])
local cancelled = 0
if redis.call('HGET', key, 'status') == 'pending' then
  redis.call('LREM', PENDING, 1, id)
  forget_interrupted(id)
  redis.call('HSET', key, 'status', 'cancelled', 'completed_at', ARGV[2])
  move(id, 'pending', 'cancelled')
  redis.call('ZADD', ended_key('cancelled'), ARGV[3], id)
  cancelled = 1
end
return { cancelled, redis.call('HGETALL', key) }
