-- The server gives its lease up, so that another need not wait until it expires
--
-- ARGV  1 server
-- Returns 1; 0 when it was not its own.

if redis.call('GET', LEASE) ~= ARGV[1] then return 0 end
return redis.call('DEL', LEASE)
