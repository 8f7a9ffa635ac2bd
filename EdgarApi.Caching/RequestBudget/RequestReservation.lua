-- Reserves a request to the SEC: one token bucket for all processes, using the server's clock.
-- A token returns one window after the request that took it starts, so no window contains more requests than tokens.
-- KEYS: 1 list of the start times of the last requests, latest first; 2 end of the pause.
-- ARGV: 1 tokens; 2 window; 3 maximum wait; 4 the time, for tests (default: the server's). All times are in microseconds.
-- Returns the wait and the start time; or the negative wait if it exceeds the maximum, in which case nothing is reserved.
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

-- By default Lua writes large numbers with an exponent.
redis.call('LPUSH', KEYS[1], string.format('%.0f', start))
redis.call('LTRIM', KEYS[1], 0, tokens - 1)
redis.call('PEXPIRE', KEYS[1], math.ceil((wait + window) / 1000) + 1000)
return { wait, start }
