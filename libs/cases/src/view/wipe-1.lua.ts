/** Deletes one page of the view, as long as nobody has declared this wipe dead. */
export const WIPE_PAGE = `--[[
    Input:
      KEYS[1] 'wiping'  hash: id of who deletes -> when it last did something, seconds

      ARGV[1] id of the wipe
      ARGV[2] 'begin' | 'page' | 'end'
      ARGV[3] seconds after which another one's wipe counts as dead ('end')
      ARGV[3..] keys to delete ('begin', 'page')

    Result:
      1 done, 0 this wipe was declared dead or the store was emptied: begin again
]]
local now = tonumber(redis.call('TIME')[1])
if ARGV[2] ~= 'begin' and redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end
if ARGV[2] == 'end' then
  local all = redis.call('HGETALL', KEYS[1])
  for i = 1, #all, 2 do
    if all[i] == ARGV[1] or now - tonumber(all[i + 1]) > tonumber(ARGV[3]) then redis.call('HDEL', KEYS[1], all[i]) end
  end
  return 1
end
redis.call('HSET', KEYS[1], ARGV[1], now)
for i = 3, #ARGV do redis.call('UNLINK', ARGV[i]) end
return 1
`;
