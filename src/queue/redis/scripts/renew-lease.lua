-- The server keeps the lease it has; as long as it has not expired, also when memory is full
--
-- ARGV  1 server, 2 lease (ms)
-- Returns 1; 0 when it is not, or no longer, its own.

if redis.call('GET', LEASE) == ARGV[1] then return redis.call('PEXPIRE', LEASE, ARGV[2]) end
return keep_lease(ARGV[1], ARGV[2]) and 1 or 0
