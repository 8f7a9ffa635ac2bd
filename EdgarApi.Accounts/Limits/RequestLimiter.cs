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
/// <param name="redis">Redis.</param>
/// <param name="options">Namespace of the keys.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">Counts rejected requests and leases.</param>
/// <param name="logger">Logs errors that no request reports.</param>
public sealed partial class RequestLimiter(
    RedisGateway redis, IOptions<CacheOptions> options, TimeProvider time, LimitMetrics metrics, ILogger<RequestLimiter> logger)
{
    /// <summary>Maximum number of callers whose quotas are kept in memory.</summary>
    private const int MaxCallers = 100_000;

    /// <summary>Slot expiry if the process dies: longer than any request takes.</summary>
    private static readonly TimeSpan SlotLifetime = TimeSpan.FromSeconds(60);

    /// <summary>Time between attempts while Redis is unavailable.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    internal static readonly string LeaseScript = LoadScript("QuotaLease.lua");
    private static readonly string SlotScript = LoadScript("ConcurrencySlot.lua");

    private readonly RecentlyUsedCache<string, Quota> _quotas = new(MaxCallers);
    private readonly string _process = Guid.NewGuid().ToString("N")[..12];
    private long _requests;
    private long _retryAt = long.MinValue;
    private int _isFailing;

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
            return new Slot(quota, () => redis.Send((database, flags) => database.SortedSetRemoveAsync(key, request, flags)));
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

    /// <summary>Runs a Redis command; null if Redis is unavailable.</summary>
    private async ValueTask<RedisResult?> ExecuteAsync(Func<IDatabase, Task<RedisResult>> command)
    {
        if (!CanTry()) return null;
        var result = await redis.RunAsync(command).ConfigureAwait(false);
        if (result is null) Volatile.Write(ref _retryAt, GetRetryTime(time.GetTimestamp()));
        Volatile.Write(ref _isFailing, result is null ? 1 : 0);
        return result;
    }

    /// <summary>While Redis is unavailable, lets one request per interval try it, so that the others do not wait for the timeout.</summary>
    private bool CanTry()
    {
        if (Volatile.Read(ref _isFailing) == 0) return true;
        var (now, until) = (time.GetTimestamp(), Volatile.Read(ref _retryAt));
        return now >= until && Interlocked.CompareExchange(ref _retryAt, GetRetryTime(now), until) == until;
    }

    private long GetRetryTime(long now) => now + Ticks((long)RetryInterval.TotalMicroseconds);

    private static string LoadScript(string name)
    {
        using var stream = typeof(RequestLimiter).Assembly.GetManifestResourceStream($"EdgarApi.Accounts.Limits.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot renew a quota lease in the background")]
    private static partial void LogNotRenewed(ILogger logger, Exception error);

    private sealed record Slot(Quota? Quota, Action? Leave) : IAsyncDisposable
    {
        public static readonly Slot Free = new(null, null);

        public ValueTask DisposeAsync()
        {
            if (Quota is not null) Interlocked.Decrement(ref Quota.ActiveRequests);
            Leave?.Invoke();
            return ValueTask.CompletedTask;
        }
    }
}
