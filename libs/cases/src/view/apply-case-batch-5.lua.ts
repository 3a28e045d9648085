/** One batch of one partition, all or nothing. A TypeScript file, so that it is built and shipped with the rest. */
export const APPLY_CASE_BATCH = `--[[
  Applies what one batch of one partition changes in the view, if the view stands where the batch begins.

    Input:
      KEYS[1] 'positions'  hash: partition -> '<events>:<keys>', the next offsets to read
      KEYS[2] 'ready'      hash: partition -> '1'
      KEYS[3] 'wiping'     hash of those who delete the view now
      KEYS[4] 'queue'      sorted set of all cases
      KEYS[5] 'changes'    stream

      ARGV[1] prefix of the keys that follow from ids: case:<id>, events:<id>, keys:<id>, by:<filter>:<value>
      ARGV[2] partition
      ARGV[3] expected position, '' when there must be none
      ARGV[4] next position
      ARGV[5] '1' when the partition is ready with this batch
      ARGV[6] most entries of the stream, about
      ARGV[7] number of cases; for each:
                id, JSON, score, n and n indexes to leave, n and n indexes to be in, n and n events to append
              number of keys; for each: case id, key id, '1' set | '0' delete, value
              number of entries of the stream; for each: field, value

    Result:
      1 applied, 0 the view stands elsewhere, -1 somebody deletes the view
]]
if redis.call('EXISTS', KEYS[3]) == 1 then return -1 end
local position = redis.call('HGET', KEYS[1], ARGV[2]) or ''
if position ~= ARGV[3] then return 0 end

local at = 6
local function take()
  at = at + 1
  return ARGV[at]
end
local function times(step)
  for _ = 1, tonumber(take()) do step() end
end

local prefix = ARGV[1]
times(function()
  local id, json, score = take(), take(), take()
  redis.call('SET', prefix .. 'case:' .. id, json)
  redis.call('ZADD', KEYS[4], score, id)
  times(function() redis.call('ZREM', prefix .. take(), id) end)
  times(function() redis.call('ZADD', prefix .. take(), score, id) end)
  times(function() redis.call('RPUSH', prefix .. 'events:' .. id, take()) end)
end)
times(function()
  local key, id, set, value = prefix .. 'keys:' .. take(), take(), take(), take()
  if set == '1' then redis.call('HSET', key, id, value) else redis.call('HDEL', key, id) end
end)
times(function()
  local field, value = take(), take()
  redis.call('XADD', KEYS[5], 'MAXLEN', '~', ARGV[6], '*', field, value)
end)
redis.call('HSET', KEYS[1], ARGV[2], ARGV[4])
if ARGV[5] == '1' then redis.call('HSET', KEYS[2], ARGV[2], '1') end
return 1
`;
