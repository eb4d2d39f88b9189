-- The turn that a series had last
--
-- ARGV  1 series
-- Returns {due (ms), job}; {} if it had none.

local due, job = string.match(redis.call('HGET', TURNS, ARGV[1]) or '', '^(%d+):(.+)$')
return { due, job }
