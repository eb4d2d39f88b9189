-- pending -> processing, for the oldest job and those right behind it that may share a pass with it
--
-- ARGV  1 server, 2 lease (ms), 3 token, 4 now (ISO), 5 the most jobs
-- Returns {jobs put back by taking the lease, jobs (HGETALL each, the oldest first),
-- steps {request, begun, done} of claims cut off}; {-1} when another server has the
-- lease. Asked again with the same token, as after an answer that was lost, it returns the same jobs again.

local token, now, most = ARGV[3], ARGV[4], tonumber(ARGV[5])
local rescued = take_lease(ARGV[1], ARGV[2])
if not rescued then return { -1 } end

local function kind(id)
  local job = redis.call('HMGET', job_key(id), 'status', 'context', 'dry_run', 'trace')
  return { status = job[1], context = job[2], alone = job[3] ~= '0' or job[4] ~= '0' }
end

local function take()
  local oldest
  local ids = {}
  for _, id in ipairs(redis.call('LRANGE', PENDING, 0, most - 1)) do
    local job = kind(id)
    oldest = oldest or job
    if #ids > 0 and (oldest.alone or job.alone or job.context ~= oldest.context) then break end
    ids[#ids + 1] = id
  end
  if #ids > 0 then redis.call('LTRIM', PENDING, #ids, -1) end
  for _, id in ipairs(ids) do
    redis.call('HSET', job_key(id), 'status', 'processing', 'started_at', now, 'claim', token)
    redis.call('HINCRBY', job_key(id), 'attempts', 1)
    redis.call('SADD', claim_key(token), id)
    move(id, 'pending', 'processing')
  end
  return ids
end

local ids = redis.call('SMEMBERS', claim_key(token))
local function place(id) return tonumber(redis.call('HGET', job_key(id), 'place')) end
table.sort(ids, function(a, b) return place(a) < place(b) end)
if #ids == 0 then ids = take() end

local jobs, steps, seen = {}, {}, {}
for _, id in ipairs(ids) do
  jobs[#jobs + 1] = redis.call('HGETALL', job_key(id))
  for cut_off in string.gmatch(redis.call('HGET', job_key(id), 'interrupted') or '', '[^,]+') do
    if not seen[cut_off] then
      seen[cut_off] = true
      local key = steps_key(cut_off)
      for n = 0, tonumber(redis.call('HGET', key, 'count') or 0) - 1 do
        local step = redis.call('HMGET', key, 'r' .. n, 'b' .. n, 'd' .. n)
        if step[2] then steps[#steps + 1] = { step[1], step[2], step[3] and 1 or 0 } end
      end
    end
  end
end
return { rescued, jobs, steps }
