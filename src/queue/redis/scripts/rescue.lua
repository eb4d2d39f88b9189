-- processing -> pending, for every job, by the server that has the lease or can take it
--
-- ARGV  1 server, 2 lease (ms)
-- Returns how many went back; -1 when another server has the lease.

local rescued = take_lease(ARGV[1], ARGV[2])
if not rescued then return -1 end
return rescued + put_back_all()
