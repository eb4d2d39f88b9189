-- Torrents that are about to be deleted
--
-- ARGV  1 id, 2 torrents, 3 now (ms)
-- Returns 1.

return redis.call('ZADD', prefix .. 'deletions', ARGV[3], ARGV[1] .. ':' .. ARGV[2])
