-- Stands before every script: the names of the keys, and the moves that scripts share.
--
-- KEYS[1]  the prefix of all keys. Which further ones a script needs depends on what it finds, so they are made here;
--          on one server, with replicas or without, that is sound; on a Redis Cluster it is not.
--
-- PREFIX:queue:pending               LIST    ids of pending jobs, the oldest first
-- PREFIX:queue:last                  STRING  the place given last
-- PREFIX:queue:lease                 STRING  the server that may run jobs; expires unless it is renewed
-- PREFIX:queue:holder                STRING  the server that had the lease last; does not expire
-- PREFIX:jobs:{id}                   HASH    the job; a field that is null is left out. Times are ISO 8601
-- PREFIX:jobs:by_time                ZSET    all jobs by place: when they came, in ms, and never two at once
-- PREFIX:jobs:status:{status}        ZSET    the same of one status
-- PREFIX:jobs:context:{context}      ZSET    the same of one context
-- PREFIX:jobs:status:{status}:context:{context}  ZSET  the same of both
-- PREFIX:jobs:ended:{status}         ZSET    jobs that ended so, by when they did, in ms
-- PREFIX:claims:{token}              SET     ids of the jobs of a claim
-- PREFIX:steps:{token}               HASH    what a claim sends: count; r0, r1 … requests; b0 … when begun; d0 … if done;
--                                            open: those begun and not done; refs: jobs that remember the claim
-- PREFIX:turns                       HASH    by series, the turn it had last: "due:job", due in ms, and its last job
-- PREFIX:deletions                   ZSET    "id:torrents" by when, in ms
--
-- A script is refused as a whole when memory is full, if its first write may need memory. What ends or puts back a job
-- begins by removing something, so that it goes through even then.

local prefix = KEYS[1]
local PENDING = prefix .. 'queue:pending'
local LAST = prefix .. 'queue:last'
local LEASE = prefix .. 'queue:lease'
local HOLDER = prefix .. 'queue:holder'
local BY_TIME = prefix .. 'jobs:by_time'
local TURNS = prefix .. 'turns'

local function job_key(id) return prefix .. 'jobs:' .. id end
local function claim_key(token) return prefix .. 'claims:' .. token end
local function steps_key(token) return prefix .. 'steps:' .. token end
local function status_key(status) return prefix .. 'jobs:status:' .. status end
local function context_key(context) return prefix .. 'jobs:context:' .. context end
local function both_key(status, context) return status_key(status) .. ':context:' .. context end
local function ended_key(status) return prefix .. 'jobs:ended:' .. status end

-- When the turn that a series had last was due (ms, as text), and its last job; nothing if it had none.
local function last_turn(series)
  return string.match(redis.call('HGET', TURNS, series) or '', '^(%d+):(.+)$')
end

-- nothing -> pending. `fields`: of the job, and their values in turn.
local function add_job(id, now, fields)
  local key = job_key(id)
  local place = string.format('%.0f', math.max(now, tonumber(redis.call('GET', LAST) or 0) + 1))
  redis.call('SET', LAST, place)
  redis.call('HSET', key, 'id', id, 'status', 'pending', 'place', place, unpack(fields))
  redis.call('ZADD', BY_TIME, place, id)
  redis.call('ZADD', status_key('pending'), place, id)
  local context = redis.call('HGET', key, 'context')
  if context then
    redis.call('ZADD', context_key(context), place, id)
    redis.call('ZADD', both_key('pending', context), place, id)
  end
  redis.call('RPUSH', PENDING, id)
end

-- The job leaves the lists of one status for those of another.
local function move(id, from, to)
  local job = redis.call('HMGET', job_key(id), 'place', 'context')
  local place, context = job[1], job[2]
  redis.call('ZREM', status_key(from), id)
  redis.call('ZADD', status_key(to), place, id)
  if context then
    redis.call('ZREM', both_key(from, context), id)
    redis.call('ZADD', both_key(to, context), place, id)
  end
end

-- Steps go with the last that needs them: the claim, or a job that remembers it.
local function forget(token)
  if redis.call('EXISTS', claim_key(token)) == 1 then return end
  if tonumber(redis.call('HGET', steps_key(token), 'refs') or 0) <= 0 then redis.call('DEL', steps_key(token)) end
end

-- The job no longer remembers the claims that were cut off.
local function forget_interrupted(id)
  local interrupted = redis.call('HGET', job_key(id), 'interrupted')
  if not interrupted then return end
  redis.call('HDEL', job_key(id), 'interrupted')
  for token in string.gmatch(interrupted, '[^,]+') do
    if redis.call('EXISTS', steps_key(token)) == 1 then redis.call('HINCRBY', steps_key(token), 'refs', -1) end
    forget(token)
  end
end

-- Into the list of the pending, before all that came later. Looked for from the front, where it nearly always belongs.
local function queue_up(id, place)
  local index = 0
  local other = redis.call('LINDEX', PENDING, index)
  while other and tonumber(redis.call('HGET', job_key(other), 'place') or 0) < place do
    index = index + 1
    other = redis.call('LINDEX', PENDING, index)
  end
  if other then redis.call('LINSERT', PENDING, 'BEFORE', other, id) else redis.call('RPUSH', PENDING, id) end
end

-- processing -> pending, at its old place; a claim that had begun to send is remembered.
local function put_back(id)
  local key = job_key(id)
  local job = redis.call('HMGET', key, 'claim', 'interrupted', 'place')
  local token, interrupted, place = job[1] or '', job[2], tonumber(job[3] or 0)
  redis.call('HDEL', key, 'claim', 'started_at')
  redis.call('SREM', claim_key(token), id)
  if redis.call('HEXISTS', steps_key(token), 'open') == 1 then
    redis.call('HSET', key, 'interrupted', interrupted and (interrupted .. ',' .. token) or token)
    redis.call('HINCRBY', steps_key(token), 'refs', 1)
  end
  redis.call('HSET', key, 'status', 'pending')
  move(id, 'processing', 'pending')
  queue_up(id, place)
  forget(token)
end

-- processing -> completed or failed
local function end_job(id, status, now, now_ms)
  local key = job_key(id)
  local token = redis.call('HGET', key, 'claim') or ''
  redis.call('HDEL', key, 'claim')
  redis.call('SREM', claim_key(token), id)
  forget_interrupted(id)
  redis.call('HSET', key, 'status', status, 'completed_at', now, 'ended_by', token)
  move(id, 'processing', status)
  redis.call('ZADD', ended_key(status), now_ms, id)
  forget(token)
end

-- All that are processing, the youngest first: so each of them finds its place at the front. A job that was claimed too
-- often, and never released, fails instead. `death`: now (ISO), now_ms, most (attempts), why (the error).
-- Returns {how many went back, ids of those that failed}.
local function put_back_all(death)
  local again, failed = 0, {}
  for _, id in ipairs(redis.call('ZREVRANGE', status_key('processing'), 0, -1)) do
    if tonumber(redis.call('HGET', job_key(id), 'attempts') or 0) >= tonumber(death.most) then
      end_job(id, 'failed', death.now, death.now_ms)
      redis.call('HSET', job_key(id), 'error', death.why)
      failed[#failed + 1] = id
    else
      put_back(id)
      again = again + 1
    end
  end
  return { again, failed }
end

-- Whether the server has the lease, or had it last and nobody took it since; then it has it for that long again.
local function keep_lease(server, ms)
  if (redis.call('GET', LEASE) or redis.call('GET', HOLDER)) ~= server then return false end
  redis.call('SET', LEASE, server, 'PX', ms)
  return true
end

-- The same, and takes the lease if it is nobody's. What its last holder left processing is put back: what put_back_all
-- returns comes with it. False: another server has the lease.
local function take_lease(server, ms, death)
  if keep_lease(server, ms) then return { 0, {} } end
  if redis.call('EXISTS', LEASE) == 1 then return false end
  redis.call('SET', LEASE, server, 'PX', ms)
  redis.call('SET', HOLDER, server)
  return put_back_all(death)
end
