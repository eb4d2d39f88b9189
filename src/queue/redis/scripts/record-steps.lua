-- Steps of a claim, behind those it has
--
-- ARGV  1 server, 2 lease (ms), 3 token, 4 … requests (JSON)
-- Returns 1; 0 when another server has the lease, or the claim is gone.

local token = ARGV[3]
if redis.call('EXISTS', claim_key(token)) == 0 or not keep_lease(ARGV[1], ARGV[2]) then return 0 end
local key = steps_key(token)
local count = tonumber(redis.call('HGET', key, 'count') or 0)
for i = 4, #ARGV do redis.call('HSET', key, 'r' .. (count + i - 4), ARGV[i]) end
redis.call('HSET', key, 'count', count + #ARGV - 3)
return 1
