-- Forgets deletions before a time
--
-- ARGV  1 the time (ms, itself excluded)
-- Returns how many entries went.

return redis.call('ZREMRANGEBYSCORE', prefix .. 'deletions', '-inf', '(' .. ARGV[1])
