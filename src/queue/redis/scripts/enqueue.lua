-- nothing -> pending
--
-- ARGV  1 id, 2 now (ms), 3 … fields and values of the job
-- Returns 1.

add_job(ARGV[1], tonumber(ARGV[2]), { unpack(ARGV, 3) })
return 1
