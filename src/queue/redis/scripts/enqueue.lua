-- nothing -> pending, for jobs in their order
--
-- ARGV  for each job in turn: id, now (ms), how many words follow of it, … its fields and their values
-- Returns 1.

local at = 1
while at <= #ARGV do
  local last = at + 2 + tonumber(ARGV[at + 2])
  add_job(ARGV[at], tonumber(ARGV[at + 1]), { unpack(ARGV, at + 3, last) })
  at = last + 1
end
return 1
