-- nothing -> pending
--
-- ARGV  1 id, 2 now (ms), 3 … fields and values of the job
-- Returns 1.

local id, now = ARGV[1], tonumber(ARGV[2])
local key = job_key(id)
local place = string.format('%.0f', math.max(now, tonumber(redis.call('GET', LAST) or 0) + 1))
redis.call('SET', LAST, place)
redis.call('HSET', key, 'id', id, 'status', 'pending', 'place', place, unpack(ARGV, 3))
redis.call('ZADD', BY_TIME, place, id)
redis.call('ZADD', status_key('pending'), place, id)
local context = redis.call('HGET', key, 'context')
if context then
  redis.call('ZADD', context_key(context), place, id)
  redis.call('ZADD', both_key('pending', context), place, id)
end
redis.call('RPUSH', PENDING, id)
return 1
