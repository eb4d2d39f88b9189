-- processing -> pending, for those jobs that are still of the claim
--
-- ARGV  1 token, 2 … ids, the youngest first
-- Returns how many went back.

local released = 0
for i = 2, #ARGV do
  if redis.call('HGET', job_key(ARGV[i]), 'claim') == ARGV[1] then
    put_back(ARGV[i])
    -- Given up in good order: no attempt.
    redis.call('HINCRBY', job_key(ARGV[i]), 'attempts', -1)
    released = released + 1
  end
end
return released
