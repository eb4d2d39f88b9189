-- The server keeps the lease it has
--
-- ARGV  1 server, 2 lease (ms)
-- Returns 1; 0 when it is not, or no longer, its own.

return keep_lease(ARGV[1], ARGV[2]) and 1 or 0
