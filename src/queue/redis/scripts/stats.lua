-- Numbers about all jobs; changes nothing
--
-- ARGV  1 since when jobs are counted as recent (ms, itself excluded), 2 of how many of the last the times are told,
--       3 … statuses to count
-- Returns {counts, how many ended recently, when one last completed (ms) or '', when the oldest pending
-- one came (ISO) or '', {started (ISO), ended (ms)} …}.
-- A job that was cancelled has ended, but it never ran: it counts for none of these but the first.

local since, most = '(' .. ARGV[1], tonumber(ARGV[2])
local counts = {}
for i = 3, #ARGV do counts[#counts + 1] = redis.call('ZCARD', status_key(ARGV[i])) end

local recent, ran = 0, {}
for _, status in ipairs({ 'completed', 'failed' }) do
  recent = recent + redis.call('ZCOUNT', ended_key(status), since, '+inf')
  local last = redis.call('ZREVRANGE', ended_key(status), 0, most - 1, 'WITHSCORES')
  for i = 1, #last, 2 do ran[#ran + 1] = { id = last[i], at = last[i + 1] } end
end
table.sort(ran, function(a, b) return tonumber(a.at) > tonumber(b.at) end)

local times = {}
for i = 1, math.min(most, #ran) do
  times[i] = { redis.call('HGET', job_key(ran[i].id), 'started_at'), ran[i].at }
end
local last = redis.call('ZREVRANGE', ended_key('completed'), 0, 0, 'WITHSCORES')
local oldest = redis.call('LINDEX', PENDING, 0)
local since_when = oldest and redis.call('HGET', job_key(oldest), 'created_at') or ''
return { counts, recent, last[2] or '', since_when, times }
