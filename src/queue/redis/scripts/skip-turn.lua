-- The next turn of a series passes without a job, if it still stands where it stood
--
-- ARGV  1 series, 2 when the turn is due (ms), 3 when the one before was
-- Returns 1; 0 when another turn was taken meanwhile.

local series, due, after = ARGV[1], ARGV[2], ARGV[3]
local last, job = last_turn(series)
if last ~= after then return 0 end
redis.call('HSET', TURNS, series, due .. ':' .. job)
return 1
