using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Accounts.Limits;

/// <summary>
/// Limits requests per minute, per day and in parallel, over all processes. Quotas are in Redis; a process leases up to a hundredth of a
/// quota at a time, so that most requests need no Redis call. While Redis is unavailable each process counts alone, up to the tier's whole
/// quota.
/// </summary>
/// <param name="redis">Redis; null for a single process without Redis.</param>
/// <param name="options">Namespace of the keys, and the timeout of Redis calls.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">Counts rejected requests and leases.</param>
/// <param name="logger">Logs when Redis becomes unavailable and available.</param>
public sealed partial class RequestLimiter(
    RedisPool? redis, IOptions<CacheOptions> options, TimeProvider time, LimitMetrics metrics, ILogger<RequestLimiter> logger)
{
    /// <summary>Maximum number of callers whose quotas are kept in memory.</summary>
    private const int MaxCallers = 100_000;

    /// <summary>Slot expiry if the process dies: longer than any request takes.</summary>
    private static readonly TimeSpan SlotLifetime = TimeSpan.FromSeconds(60);

    /// <summary>Time between attempts while Redis does not respond.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    internal static readonly string LeaseScript = LoadScript("QuotaLease.lua");
    private static readonly string SlotScript = LoadScript("ConcurrencySlot.lua");

    private readonly RecentlyUsedCache<string, Quota> _quotas = new(MaxCallers);
    private readonly string _process = Guid.NewGuid().ToString("N")[..12];
    private long _requests;
    private long _retryAt = long.MinValue;
    private int _isUnavailable;

    /// <summary>Counts a request against its caller's quotas. Completes synchronously and without allocating while a lease lasts.</summary>
    public ValueTask<LimitDecision> SpendAsync(Caller caller)
    {
        if (!LimitPlan.HasLimits(caller.Tier)) return ValueTask.FromResult(LimitDecision.Unlimited);
        var quota = GetQuota(caller);
        if (!quota.Plan.HasQuota) return ValueTask.FromResult(new LimitDecision(quota.Plan, ""));

        var now = time.GetTimestamp();
        if (quota.TrySpend(now, time, out var isLow) is not { } decision) return RequestAsync(caller, quota, now);
        if (isLow && quota.BeginLeasing()) _ = RenewAsync(caller, quota, now);
        if (!decision.IsAllowed) metrics.Refused(caller.Tier, decision.Hit!.Value);
        return ValueTask.FromResult(decision);
    }

    /// <summary>
    /// Counts a request as concurrent. Each request takes its slot from Redis: slots reserved by one process would be missing in others.
    /// Responses from memory are not counted; they complete before they could be.
    /// </summary>
    /// <returns>A slot to dispose at the request's end; null if the limit is reached.</returns>
    public async ValueTask<IAsyncDisposable?> EnterAsync(Caller caller)
    {
        if (caller.Tier.Concurrent is not { } maximum) return Slot.Free;
        var quota = GetQuota(caller);
        if (Interlocked.Increment(ref quota.ActiveRequests) > maximum)
        {
            Interlocked.Decrement(ref quota.ActiveRequests);
            metrics.Refused(caller.Tier, Limit.Concurrent);
            return null;
        }

        RedisValue request = $"{_process}-{Interlocked.Increment(ref _requests)}";
        var key = GetKey("slots", caller);
        RedisResult? granted;
        try
        {
            granted = await ExecuteAsync(database =>
                database.ScriptEvaluateAsync(SlotScript, [key], [maximum, request, (long)SlotLifetime.TotalMilliseconds]))
                .ConfigureAwait(false);
        }
        catch
        {
            Interlocked.Decrement(ref quota.ActiveRequests);
            throw;
        }

        if (granted is null) return new Slot(quota, Leave: null);
        if ((int)granted == 1)
            return new Slot(quota, () => redis!.Next().GetDatabase().SortedSetRemoveAsync(key, request, CommandFlags.FireAndForget));
        Interlocked.Decrement(ref quota.ActiveRequests);
        metrics.Refused(caller.Tier, Limit.Concurrent);
        return null;
    }

    private Quota GetQuota(Caller caller)
    {
        if (_quotas.Find(caller.Bucket) is not { } quota) return _quotas.Add(caller.Bucket, new Quota(new LimitPlan(caller.Tier)));
        if (quota.Plan.Tier == caller.Tier) return quota;
        // The caller's tier changed; Redis still knows what was spent.
        _quotas.Replace(caller.Bucket, quota = new Quota(new LimitPlan(caller.Tier)));
        return quota;
    }

    private async ValueTask<LimitDecision> RequestAsync(Caller caller, Quota quota, long now)
    {
        var leases = quota.BeginLeasing();
        try
        {
            var decision = await LeaseAsync(caller, quota, now, leases, forRequest: true).ConfigureAwait(false)
                ?? Decide(quota, quota.Local.Take(time.GetUtcNow()), now);
            if (!decision.IsAllowed) metrics.Refused(caller.Tier, decision.Hit!.Value);
            return decision;
        }
        finally
        {
            if (leases) quota.EndLeasing();
        }
    }

    /// <summary>Takes the next lease in the background, so that later requests do not wait for it.</summary>
    private async Task RenewAsync(Caller caller, Quota quota, long now)
    {
        try
        {
            await LeaseAsync(caller, quota, now, leases: true, forRequest: false).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // No request waits for this lease. The next one takes its own and reports the error.
            LogNotRenewed(logger, error);
        }
        finally
        {
            quota.EndLeasing();
        }
    }

    /// <summary>Takes a lease from Redis; null if Redis is unavailable.</summary>
    private async ValueTask<LimitDecision?> LeaseAsync(Caller caller, Quota quota, long now, bool leases, bool forRequest)
    {
        var (plan, key) = (quota.Plan, GetKey("quota", caller));
        var (wanted, returned, returnedDay) = leases ? quota.PlanLease(now) : (1, 0, 0);
        var result = await ExecuteAsync(database => database.ScriptEvaluateAsync(
            LeaseScript, [key], [wanted, plan.Interval, plan.Capacity, plan.PerDay, returned, returnedDay])).ConfigureAwait(false);
        if (result is null) return null;

        metrics.Leased();
        var reply = QuotaReply.From((long[])result!);
        if (reply.Granted == 0) return Decide(quota, reply, now);
        quota.Local.Charge(reply.Granted, time.GetUtcNow());
        var rateLimit = reply.DescribeUse(plan);
        // Starts before the call, so that the lease never outlasts its validity by the server's clock or the day it was taken from.
        var lifetime = Math.Min((long)LimitPlan.LeaseLifetime.TotalMicroseconds, reply.DayEnd);
        if (leases) quota.StartLease(reply, forRequest ? 1 : 0, now + Ticks(lifetime), rateLimit);
        return new LimitDecision(plan, rateLimit);
    }

    private LimitDecision Decide(Quota quota, QuotaReply reply, long now) => reply.Granted == 0
        ? quota.Refuse(reply, now + Ticks(reply.Wait))
        : new LimitDecision(quota.Plan, reply.DescribeUse(quota.Plan));

    private long Ticks(long microseconds) => (long)(microseconds / 1_000_000d * time.TimestampFrequency);

    private RedisKey GetKey(string kind, Caller caller) => $"e:{options.Value.Namespace}:{kind}:{{{caller.Bucket}}}";

    /// <summary>Runs a Redis command; null if Redis is unavailable or does not respond in time.</summary>
    private async ValueTask<RedisResult?> ExecuteAsync(Func<IDatabase, Task<RedisResult>> command)
    {
        if (redis is null) return null;
        var connection = redis.Next();
        if (!connection.IsConnected)
        {
            MarkUnavailable(null);
            return null;
        }

        if (!CanTry()) return null;
        try
        {
            var result = await command(connection.GetDatabase()).WaitAsync(options.Value.RedisTimeout, time).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _isUnavailable, 0) == 1) LogAvailable(logger);
            return result;
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            Volatile.Write(ref _retryAt, GetRetryTime(time.GetTimestamp()));
            MarkUnavailable(error);
            return null;
        }
    }

    /// <summary>While Redis is connected but not responding, lets one request per interval try it; the others do not wait.</summary>
    private bool CanTry()
    {
        if (Volatile.Read(ref _isUnavailable) == 0) return true;
        var (now, until) = (time.GetTimestamp(), Volatile.Read(ref _retryAt));
        return now >= until && Interlocked.CompareExchange(ref _retryAt, GetRetryTime(now), until) == until;
    }

    private long GetRetryTime(long now) => now + Ticks((long)RetryInterval.TotalMicroseconds);

    private void MarkUnavailable(Exception? error)
    {
        if (Interlocked.Exchange(ref _isUnavailable, 1) == 0) LogUnavailable(logger, error);
    }

    private static string LoadScript(string name)
    {
        using var stream = typeof(RequestLimiter).Assembly.GetManifestResourceStream($"EdgarApi.Accounts.Limits.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [LoggerMessage(
        Level = LogLevel.Warning, Message = "Redis is unavailable: each process counts requests alone, up to the tier's whole quota")]
    private static partial void LogUnavailable(ILogger logger, Exception? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot renew a quota lease in the background")]
    private static partial void LogNotRenewed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is available again: requests are counted over all processes")]
    private static partial void LogAvailable(ILogger logger);

    private sealed record Slot(Quota? Quota, Func<Task>? Leave) : IAsyncDisposable
    {
        public static readonly Slot Free = new(null, null);

        public async ValueTask DisposeAsync()
        {
            if (Quota is not null) Interlocked.Decrement(ref Quota.ActiveRequests);
            if (Leave is not null) await Leave().ConfigureAwait(false);
        }
    }
}
