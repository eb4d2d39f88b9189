-- The turn that a series had last
--
-- ARGV  1 series
-- Returns {due (ms), job}; {} if it had none.

local due, job = last_turn(ARGV[1])
return { due, job }
