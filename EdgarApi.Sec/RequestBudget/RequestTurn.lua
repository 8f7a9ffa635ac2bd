-- Gives the caller its turn to ask the SEC: one bucket of tokens for all processes, on the server's clock.
-- A token comes back one window after the request that took it starts, so no window sees more requests than there are tokens.
-- KEYS: 1 list of the times at which the last requests start, newest first; 2 until when nobody may ask
-- ARGV: 1 tokens; 2 window; 3 the longest wait; 4 the present time (for tests), else the server's. All times in microseconds.
-- Returns the wait and the time of the turn; or the wait, negative, when it is longer than the longest: then nothing is taken.
local tokens, window, longest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local now = tonumber(ARGV[4])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local start = now
local function not_before(time)
  if time and time > start then start = time end
end
not_before(tonumber(redis.call('GET', KEYS[2])))
not_before(tonumber(redis.call('LINDEX', KEYS[1], 0)))
local oldest = tonumber(redis.call('LINDEX', KEYS[1], tokens - 1))
if oldest then not_before(oldest + window) end

local wait = start - now
if wait > longest then return { -wait, 0 } end

-- Lua writes large numbers with an exponent unless told not to.
redis.call('LPUSH', KEYS[1], string.format('%.0f', start))
redis.call('LTRIM', KEYS[1], 0, tokens - 1)
redis.call('PEXPIRE', KEYS[1], math.ceil((wait + window) / 1000) + 1000)
return { wait, start }
