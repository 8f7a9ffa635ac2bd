-- Takes a slot for one more concurrent request of a caller if the limit allows it. Slots expire, so those of a dead process are freed.
-- KEYS: 1 the caller's concurrent requests, scored by the expiry of their slots.
-- ARGV: 1 maximum number of slots; 2 id of the request; 3 maximum lifetime of a slot in milliseconds.
-- Returns 1, or 0 if no slot is free.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[1]) then return 0 end
redis.call('ZADD', KEYS[1], now + tonumber(ARGV[3]), ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
