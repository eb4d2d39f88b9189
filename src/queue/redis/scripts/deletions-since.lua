-- How many torrents were deleted since; changes nothing
--
-- ARGV  1 since when (ms, itself included)
-- Returns the sum.

local sum = 0
for _, each in ipairs(redis.call('ZRANGEBYSCORE', prefix .. 'deletions', ARGV[1], '+inf')) do
  sum = sum + tonumber(string.match(each, ':(%d+)$'))
end
return sum
