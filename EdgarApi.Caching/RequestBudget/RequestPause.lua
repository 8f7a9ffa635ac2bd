-- Pauses all requests to the SEC because it demands so. Never shortens an earlier pause.
-- KEYS: 1 end of the pause. ARGV: 1 length; 2 the time, for tests (default: the server's). All times are in microseconds.
local now = tonumber(ARGV[2])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local pause_end = now + tonumber(ARGV[1])
local other = tonumber(redis.call('GET', KEYS[1]))
if other and other > pause_end then return 0 end
redis.call('SET', KEYS[1], string.format('%.0f', pause_end), 'PX', math.ceil(tonumber(ARGV[1]) / 1000) + 1000)
return 1
