-- A job; changes nothing
--
-- ARGV  1 id
-- Returns the job (HGETALL, empty if there is none).

return redis.call('HGETALL', job_key(ARGV[1]))
