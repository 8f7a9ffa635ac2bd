using EdgarApi.Caching;
using EdgarApi.Caching.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace EdgarApi.Accounts.Limits;

/// <summary>
/// Requests a minute, a day and at the same time, over all processes. The quotas are in Redis; a process leases up to an hundredth of a quota a call and spends it
/// by itself, so that most requests need no Redis. While Redis is away each process counts by itself, up to the tier's whole quota.
/// </summary>
/// <param name="redis">Redis; null where there is none, in a single process.</param>
/// <param name="options">The keys' namespace, and how long Redis may take.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">What is counted of it.</param>
/// <param name="logger">Hears when Redis goes away and comes back.</param>
public sealed partial class RequestLimiter(RedisPool? redis, IOptions<CacheOptions> options, TimeProvider time, LimitMetrics metrics, ILogger<RequestLimiter> logger)
{
    /// <summary>Callers whose quotas a process remembers; of the rest it asks Redis anew.</summary>
    private const int MaxCallers = 100_000;

    /// <summary>How long a request's slot is held if its process dies: longer than any request takes.</summary>
    private static readonly TimeSpan SlotLife = TimeSpan.FromSeconds(60);

    /// <summary>How long after Redis failed to answer it is asked again, by one request.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);

    internal static readonly string LeaseScript = Script("QuotaLease.lua");
    private static readonly string SlotScript = Script("ConcurrencySlot.lua");

    private readonly RecentlyUsed<string, Quota> _quotas = new(MaxCallers);
    private readonly string _process = Guid.NewGuid().ToString("N")[..12];
    private long _requests;
    private long _awayUntil = long.MinValue;
    private int _away;

    /// <summary>Counts one request against its caller's quotas. Completes at once, and without allocating, when this process has leased some.</summary>
    public ValueTask<LimitDecision> SpendAsync(Caller caller)
    {
        if (!LimitPlan.Limits(caller.Tier)) return ValueTask.FromResult(LimitDecision.Unlimited);
        var quota = GetQuota(caller);
        if (!quota.Plan.HasQuota) return ValueTask.FromResult(new LimitDecision(quota.Plan, ""));

        var now = time.GetTimestamp();
        if (quota.TrySpend(now, time, out var isLow) is not { } decision) return AskAsync(caller, quota, now);
        if (isLow && quota.BeginLeasing()) _ = RenewAsync(caller, quota, now);
        if (!decision.IsAllowed) metrics.Refused(caller.Tier, decision.Hit!.Value);
        return ValueTask.FromResult(decision);
    }

    /// <summary>
    /// Counts one request as under way. It is counted in Redis request by request: slots that a process kept for later would be missing elsewhere. What is
    /// answered from a process's memory is over before it could be counted, and is not.
    /// </summary>
    /// <returns>To be disposed at the request's end; null when as many requests are under way as may be.</returns>
    public async ValueTask<IAsyncDisposable?> EnterAsync(Caller caller)
    {
        if (caller.Tier.Concurrent is not { } most) return Slot.Free;
        var quota = GetQuota(caller);
        if (Interlocked.Increment(ref quota.UnderWay) > most)
        {
            Interlocked.Decrement(ref quota.UnderWay);
            metrics.Refused(caller.Tier, Limit.Concurrent);
            return null;
        }

        RedisValue request = $"{_process}-{Interlocked.Increment(ref _requests)}";
        var key = GetKey("slots", caller);
        RedisResult? granted;
        try
        {
            granted = await AskRedisAsync(database => database.ScriptEvaluateAsync(SlotScript, [key], [most, request, (long)SlotLife.TotalMilliseconds]))
                .ConfigureAwait(false);
        }
        catch
        {
            Interlocked.Decrement(ref quota.UnderWay);
            throw;
        }

        if (granted is null) return new Slot(quota, Leave: null);
        if ((int)granted == 1) return new Slot(quota, () => redis!.Next().GetDatabase().SortedSetRemoveAsync(key, request, CommandFlags.FireAndForget));
        Interlocked.Decrement(ref quota.UnderWay);
        metrics.Refused(caller.Tier, Limit.Concurrent);
        return null;
    }

    private Quota GetQuota(Caller caller)
    {
        if (_quotas.Find(caller.Bucket) is not { } quota) return _quotas.Add(caller.Bucket, new Quota(new LimitPlan(caller.Tier)));
        if (quota.Plan.Tier == caller.Tier) return quota;
        // The caller has another tier now; Redis remembers what it spent.
        _quotas.Replace(caller.Bucket, quota = new Quota(new LimitPlan(caller.Tier)));
        return quota;
    }

    private async ValueTask<LimitDecision> AskAsync(Caller caller, Quota quota, long now)
    {
        var leases = quota.BeginLeasing();
        try
        {
            var decision = await LeaseAsync(caller, quota, now, leases, forAsker: true).ConfigureAwait(false) ?? Decide(quota, quota.Local.Take(time.GetUtcNow()), now);
            if (!decision.IsAllowed) metrics.Refused(caller.Tier, decision.Hit!.Value);
            return decision;
        }
        finally
        {
            if (leases) quota.EndLeasing();
        }
    }

    /// <summary>Leases ahead, so that the requests to come need not wait for it.</summary>
    private async Task RenewAsync(Caller caller, Quota quota, long now)
    {
        try
        {
            await LeaseAsync(caller, quota, now, leases: true, forAsker: false).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // Nobody waits for it. The next request asks for itself, and hears of what is wrong.
            LogNotRenewed(logger, error);
        }
        finally
        {
            quota.EndLeasing();
        }
    }

    /// <summary>Null when Redis is away.</summary>
    private async ValueTask<LimitDecision?> LeaseAsync(Caller caller, Quota quota, long now, bool leases, bool forAsker)
    {
        var (plan, key) = (quota.Plan, GetKey("quota", caller));
        var (wanted, back, backDay) = leases ? quota.NextLease(now) : (1, 0, 0);
        var result = await AskRedisAsync(database => database.ScriptEvaluateAsync(
            LeaseScript, [key], [wanted, plan.Interval, plan.Capacity, plan.PerDay, back, backDay])).ConfigureAwait(false);
        if (result is null) return null;

        metrics.Leased();
        var reply = QuotaReply.From((long[])result!);
        if (reply.Granted == 0) return Decide(quota, reply, now);
        quota.Local.Charge(reply.Granted, time.GetUtcNow());
        var standing = reply.DescribeUse(plan);
        // Counted from before the call, so that it ends before it ends by the server's clock; and with the day that it was taken of.
        if (leases) quota.Lend(reply, forAsker ? 1 : 0, now + Ticks(Math.Min((long)LimitPlan.LeaseLife.TotalMicroseconds, reply.DayEnd)), standing);
        return new LimitDecision(plan, standing);
    }

    private LimitDecision Decide(Quota quota, QuotaReply reply, long now) => reply.Granted == 0
        ? quota.Refuse(reply, now + Ticks(reply.Wait))
        : new LimitDecision(quota.Plan, reply.DescribeUse(quota.Plan));

    private long Ticks(long microseconds) => (long)(microseconds / 1_000_000d * time.TimestampFrequency);

    private RedisKey GetKey(string kind, Caller caller) => $"e:{options.Value.Namespace}:{kind}:{{{caller.Bucket}}}";

    /// <summary>Null when Redis is away or does not answer in time.</summary>
    private async ValueTask<RedisResult?> AskRedisAsync(Func<IDatabase, Task<RedisResult>> ask)
    {
        if (redis is null) return null;
        var connection = redis.Next();
        if (!connection.IsConnected)
        {
            NoteAway(null);
            return null;
        }

        if (!MayAsk()) return null;
        try
        {
            var result = await ask(connection.GetDatabase()).WaitAsync(options.Value.RedisTimeout, time).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _away, 0) == 1) LogBack(logger);
            return result;
        }
        catch (Exception error) when (error is RedisException or TimeoutException)
        {
            Volatile.Write(ref _awayUntil, AgainAfter(time.GetTimestamp()));
            NoteAway(error);
            return null;
        }
    }

    /// <summary>Where Redis is connected and answered nothing, one request a while finds out whether it does again; the others do not wait for it.</summary>
    private bool MayAsk()
    {
        if (Volatile.Read(ref _away) == 0) return true;
        var (now, until) = (time.GetTimestamp(), Volatile.Read(ref _awayUntil));
        return now >= until && Interlocked.CompareExchange(ref _awayUntil, AgainAfter(now), until) == until;
    }

    private long AgainAfter(long now) => now + Ticks((long)AskAgain.TotalMicroseconds);

    private void NoteAway(Exception? error)
    {
        if (Interlocked.Exchange(ref _away, 1) == 0) LogAway(logger, error);
    }

    private static string Script(string name)
    {
        using var stream = typeof(RequestLimiter).Assembly.GetManifestResourceStream($"EdgarApi.Accounts.Limits.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Redis is away: each process counts requests by itself, up to the tier's whole quota")]
    private static partial void LogAway(ILogger logger, Exception? error);

    [LoggerMessage(Level = LogLevel.Error, Message = "Requests could not be leased ahead")]
    private static partial void LogNotRenewed(ILogger logger, Exception error);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis is back: requests are counted over all processes again")]
    private static partial void LogBack(ILogger logger);

    private sealed record Slot(Quota? Quota, Func<Task>? Leave) : IAsyncDisposable
    {
        public static readonly Slot Free = new(null, null);

        public async ValueTask DisposeAsync()
        {
            if (Quota is not null) Interlocked.Decrement(ref Quota.UnderWay);
            if (Leave is not null) await Leave().ConfigureAwait(false);
        }
    }
}
