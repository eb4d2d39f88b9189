-- processing -> pending, for every job, by the server that has the lease or can take it; or -> failed
--
-- ARGV  1 server, 2 lease (ms), 3 now (ISO), 4 now (ms), 5 attempts at which a job fails, 6 the error of those
-- Returns {how many went back, ids of those that failed}; {-1, {}} when another server has the lease.

local death = { now = ARGV[3], now_ms = ARGV[4], most = ARGV[5], why = ARGV[6] }
local by_lease = take_lease(ARGV[1], ARGV[2], death)
if not by_lease then return { -1, {} } end
local rest = put_back_all(death)
for _, id in ipairs(by_lease[2]) do table.insert(rest[2], id) end
return { by_lease[1] + rest[1], rest[2] }
