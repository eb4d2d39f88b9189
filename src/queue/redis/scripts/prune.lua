-- completed, failed or cancelled -> nothing, for some of the jobs that ended before a time
--
-- ARGV  1 the time (ms, itself excluded), 2 the most jobs
-- Returns how many went.

local before, most = '(' .. ARGV[1], tonumber(ARGV[2])
local pruned = 0
for _, status in ipairs({ 'completed', 'failed', 'cancelled' }) do
  local ids = redis.call('ZRANGEBYSCORE', ended_key(status), '-inf', before, 'LIMIT', 0, most - pruned)
  for _, id in ipairs(ids) do
    local context = redis.call('HGET', job_key(id), 'context')
    redis.call('DEL', job_key(id))
    redis.call('ZREM', ended_key(status), id)
    redis.call('ZREM', BY_TIME, id)
    redis.call('ZREM', status_key(status), id)
    if context then
      redis.call('ZREM', context_key(context), id)
      redis.call('ZREM', both_key(status, context), id)
    end
  end
  pruned = pruned + #ids
end
return pruned
