-- A step of a claim begins; those begun before it are done
--
-- ARGV  1 server, 2 lease (ms), 3 token, 4 number of the step, 5 now (ms)
-- Returns 1; 0 when another server has the lease, the claim is gone, or it has no such step.

local token, number, now = ARGV[3], tonumber(ARGV[4]), ARGV[5]
local key = steps_key(token)
if redis.call('EXISTS', claim_key(token)) == 0 then return 0 end
if redis.call('HEXISTS', key, 'r' .. number) == 0 or not keep_lease(ARGV[1], ARGV[2]) then return 0 end
local open = {}
for begun in string.gmatch(redis.call('HGET', key, 'open') or '', '%d+') do
  if tonumber(begun) < number then
    redis.call('HSET', key, 'd' .. begun, 1)
  elseif tonumber(begun) ~= number then
    open[#open + 1] = begun
  end
end
if redis.call('HEXISTS', key, 'd' .. number) == 0 then open[#open + 1] = number end
redis.call('HSET', key, 'b' .. number, now, 'open', table.concat(open, ','))
return 1
