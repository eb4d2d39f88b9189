-- pending -> processing, for the oldest job and those right behind it that may share a pass with it
--
-- ARGV  1 server, 2 lease (ms), 3 now (ISO), 4 now (ms), 5 attempts at which a job fails that was left behind,
--       6 the error of those, 7 token, 8 the most jobs
-- Returns {what put_back_all returns, if this took the lease, jobs (HGETALL each, the oldest first), steps {request,
-- begun, done} of claims cut off}; {{-1, {}}} when another server has the lease. Asked again with the same token, as
-- after an answer that was lost, it returns the same jobs again.

local now, token, most = ARGV[3], ARGV[7], tonumber(ARGV[8])
local rescued = take_lease(ARGV[1], ARGV[2], { now = now, now_ms = ARGV[4], most = ARGV[5], why = ARGV[6] })
if not rescued then return { { -1, {} } } end

-- A job whose next death would be its last goes alone.
local function kind(id)
  local job = redis.call('HMGET', job_key(id), 'context', 'dry_run', 'trace', 'attempts')
  local is_last = tonumber(job[4] or 0) >= tonumber(ARGV[5]) - 1
  return { context = job[1], alone = job[2] ~= '0' or job[3] ~= '0' or is_last }
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
  for _, id in ipairs(ids) do
    redis.call('HSET', job_key(id), 'status', 'processing', 'started_at', now, 'claim', token)
    redis.call('HINCRBY', job_key(id), 'attempts', 1)
    redis.call('SADD', claim_key(token), id)
    move(id, 'pending', 'processing')
    -- Last: one that cannot be taken, since another program changed it, stays with those behind it.
    redis.call('LPOP', PENDING)
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
