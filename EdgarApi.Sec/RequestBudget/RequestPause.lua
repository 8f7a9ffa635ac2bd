-- Nobody asks the SEC for a while: it asked for that. A pause never shortens another.
-- KEYS: 1 until when nobody may ask. ARGV: 1 length; 2 the present time (for tests), else the server's. All in microseconds.
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
