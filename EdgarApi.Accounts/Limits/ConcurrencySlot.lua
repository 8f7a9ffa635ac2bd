-- Counts one more request of a caller as under way, unless as many are as may be. A process that dies takes its requests' slots along only for a while.
-- KEYS: 1 the caller's requests under way, scored by the end of their slots. ARGV: 1 how many may be; 2 the request; 3 the longest that a slot is held, in milliseconds.
-- Returns 1, or 0 when there is no slot.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
