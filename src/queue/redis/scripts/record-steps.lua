-- Steps of a claim, numbered from the first on, over those that have these numbers
--
-- ARGV  1 server, 2 lease (ms), 3 token, 4 number of the first, 5 … requests (JSON)
-- Returns 1; 0 when another server has the lease, or the claim is gone.

local token, first = ARGV[3], tonumber(ARGV[4])
if redis.call('EXISTS', claim_key(token)) == 0 or not keep_lease(ARGV[1], ARGV[2]) then return 0 end
local key = steps_key(token)
local count = tonumber(redis.call('HGET', key, 'count') or 0)
for i = 5, #ARGV do redis.call('HSET', key, 'r' .. (first + i - 5), ARGV[i]) end
redis.call('HSET', key, 'count', math.max(count, first + #ARGV - 4))
return 1
