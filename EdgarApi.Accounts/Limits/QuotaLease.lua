-- Takes requests from a caller's quotas, atomically for all processes, using the server's clock.
-- The minute's quota is a GCRA: `tat` is the theoretical arrival time of the next request at the sustained rate. The day's quota is a count
-- per UTC day, because a GCRA with a day's capacity would allow two days' requests on the first day.
-- KEYS: 1 the caller's quotas.
-- ARGV: 1 requests wanted; 2 interval of the sustained rate in microseconds (0: unlimited); 3 maximum number of requests at once;
-- 4 requests per day (0: unlimited); 5 unspent requests to return; 6 the day they were taken from; 7 the time (for tests).
-- Returns: 1 requests granted; 2 requests left at once; 3 time until the burst is available in full; 4 requests left today;
-- 5 time until the end of the day; 6 number of the day; 7 if none was granted, time until one may be;
-- 8 the limit that was hit: 1 minute, 2 day.
-- All times are in microseconds.
local day_length = 86400000000
local wanted, interval, capacity, per_day = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local back, back_day = tonumber(ARGV[5]), tonumber(ARGV[6])
local now = tonumber(ARGV[7])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end

local today = math.floor(now / day_length)
local day_left = (today + 1) * day_length - now
local state = redis.call('HMGET', KEYS[1], 'tat', 'day', 'used')
local tat = math.max(now, (tonumber(state[1]) or now) - back * interval)
-- It is never later than after a full burst, unless the clock was set back: then the burst counts as spent.
tat = math.min(tat, now + capacity * interval)
local used = tonumber(state[2]) == today and tonumber(state[3]) or 0
if back_day == today then used = math.max(0, used - back) end

local granted, wait, limit = wanted, 0, 0
if per_day > 0 and per_day - used < granted then
  granted = per_day - used
  if granted < 1 then wait, limit = day_left, 2 end
end
if interval > 0 then
  local at_once = math.floor((now + capacity * interval - tat) / interval)
  if at_once < granted then
    granted = at_once
    if granted < 1 and limit == 0 then wait, limit = tat - (capacity - 1) * interval - now, 1 end
  end
end
granted = math.max(0, granted)

tat = tat + granted * interval
used = used + granted
-- By default Lua writes large numbers with an exponent.
redis.call('HSET', KEYS[1], 'tat', string.format('%.0f', tat), 'day', today, 'used', used)
redis.call('PEXPIRE', KEYS[1], math.ceil(math.max(tat - now, per_day > 0 and day_left or 0) / 1000) + 1000)
return {
  granted, interval > 0 and math.max(0, math.floor((now + capacity * interval - tat) / interval)) or 0, tat - now,
  math.max(0, per_day - used), day_left, today, wait, limit,
}
