-- A page of jobs, newest first; changes nothing
--
-- ARGV  1 status or '', 2 '1' if by context, 3 the context, 4 offset, 5 the most jobs,
--       6 the place behind which it goes on, or '', 7 … fields
-- Returns {how many jobs there are on all pages, jobs (a list of the fields each)}.

local status, by_context, context, behind = ARGV[1], ARGV[2] == '1', ARGV[3], ARGV[6]
local index = BY_TIME
if status ~= '' and by_context then
  index = both_key(status, context)
elseif status ~= '' then
  index = status_key(status)
elseif by_context then
  index = context_key(context)
end
local from = behind == '' and '+inf' or ('(' .. behind)
local rows = {}
for _, id in ipairs(redis.call('ZREVRANGEBYSCORE', index, from, '-inf', 'LIMIT', ARGV[4], ARGV[5])) do
  rows[#rows + 1] = redis.call('HMGET', job_key(id), unpack(ARGV, 7))
end
return { redis.call('ZCARD', index), rows }
