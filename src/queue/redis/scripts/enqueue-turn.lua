-- nothing -> pending, for the next turn of a series, if it still stands where it stood
--
-- ARGV  1 series, 2 when the turn is due (ms), 3 when the one before was, '' for none, 4 id, 5 now (ms),
--       6 … fields and values of the job
-- Returns 1; 0 when another turn was taken meanwhile.

local series, due, after, id = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
if (last_turn(series) or '') ~= after then return 0 end
redis.call('HSET', TURNS, series, due .. ':' .. id)
add_job(id, tonumber(ARGV[5]), { unpack(ARGV, 6) })
return 1
