-- Forgets the turns of all series but some
--
-- ARGV  1 … series
-- Returns how many went.

local kept, gone = {}, 0
for _, series in ipairs(ARGV) do kept[series] = true end
for _, series in ipairs(redis.call('HKEYS', TURNS)) do
  if not kept[series] then gone = gone + redis.call('HDEL', TURNS, series) end
end
return gone
