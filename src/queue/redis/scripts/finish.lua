-- processing -> completed or failed, for those jobs that are still of the claim
--
-- ARGV  1 token, 2 status, 3 now (ISO), 4 now (ms), 5 '1' if there is an error, 6 the error,
--       7 '1' if this is asked again because the answer was lost, 8 … for each job: id, '1' if there is a result,
--       the result (JSON)
-- Returns how many jobs ended so; those that did when it was asked before count as well.

local token, status, now, now_ms = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local ended = 0
for i = 8, #ARGV, 3 do
  local id, key = ARGV[i], job_key(ARGV[i])
  if redis.call('HGET', key, 'claim') == token then
    end_job(id, status, now, now_ms)
    if ARGV[5] == '1' then redis.call('HSET', key, 'error', ARGV[6]) end
    if ARGV[i + 1] == '1' then redis.call('HSET', key, 'result', ARGV[i + 2]) end
    ended = ended + 1
  elseif ARGV[7] == '1' and redis.call('HGET', key, 'ended_by') == token then
    ended = ended + 1
  end
end
return ended
