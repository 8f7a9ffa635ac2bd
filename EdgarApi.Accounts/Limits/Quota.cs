namespace EdgarApi.Accounts.Limits;

/// <summary>One process's view of a caller's quotas: its leased requests, or until when requests are rejected.</summary>
internal sealed class Quota(LimitPlan plan)
{
    private readonly Lock _changing = new();
    private Lease? _lease;
    private Refusal? _refusal;
    private int _isLeasing;
    private int _returned;
    private long _returnedDay;

    public LimitPlan Plan => plan;

    public LocalQuota Local { get; } = new(plan);

    /// <summary>The caller's concurrent requests in this process.</summary>
    public int ActiveRequests;

    /// <summary>Spends one leased request or rejects it; null if a new lease is needed.</summary>
    public LimitDecision? TrySpend(long now, TimeProvider time, out bool isLow)
    {
        isLow = false;
        if (Volatile.Read(ref _lease) is { } lease && lease.TrySpend(now, out isLow)) return new LimitDecision(plan, lease.RateLimit);
        return Volatile.Read(ref _refusal) is { } refusal && now < refusal.Until
            ? new LimitDecision(plan, refusal.RateLimit, refusal.Hit, time.GetElapsedTime(now, refusal.Until))
            : null;
    }

    /// <summary>Whether the current request takes the next lease for all; concurrent ones then ask for one request each.</summary>
    public bool BeginLeasing() => Interlocked.Exchange(ref _isLeasing, 1) == 0;

    public void EndLeasing() => Volatile.Write(ref _isLeasing, 0);

    /// <summary>
    /// The size of the next lease, up to twice what was spent of the last one, and the unspent rest of the last one, which is returned.
    /// </summary>
    public (int Wanted, int Returned, long ReturnedDay) PlanLease(long now)
    {
        lock (_changing)
        {
            var last = _lease;
            var wanted = last is null ? 1 : now < last.Deadline ? last.Size * 2 : last.Size - last.Left;
            if (last is not null && now >= last.Deadline) Close(last);
            var next = (Math.Clamp(wanted, 1, plan.MaxLease), _returned, _returnedDay);
            _returned = 0;
            return next;
        }
    }

    /// <summary>Rejects requests until a time.</summary>
    public LimitDecision Refuse(QuotaReply reply, long until)
    {
        var refusal = new Refusal(reply.DescribeUse(plan), reply.Hit, until);
        Volatile.Write(ref _refusal, refusal);
        return new LimitDecision(plan, refusal.RateLimit, reply.Hit, TimeSpan.FromMicroseconds(reply.Wait));
    }

    /// <summary>
    /// Starts a lease of the granted requests, less those already spent. The unspent rest of the last lease is returned with the next one.
    /// </summary>
    public void StartLease(QuotaReply reply, int spent, long deadline, string rateLimit)
    {
        lock (_changing)
        {
            if (_lease is { } last) Close(last);
            Volatile.Write(ref _lease, new Lease(reply.Granted, reply.Granted - spent, deadline, reply.Day, rateLimit));
        }
    }

    private void Close(Lease lease) => Return(lease.Close(), lease.Day);

    private void Return(int requests, long day)
    {
        _returned = day == _returnedDay ? _returned + requests : requests;
        _returnedDay = day;
    }

    private sealed record Refusal(string RateLimit, Limit Hit, long Until);

    /// <summary>Requests that this process may grant without asking Redis.</summary>
    private sealed class Lease(int size, int left, long deadline, long day, string rateLimit)
    {
        private int _left = left;

        public int Size => size;

        public int Left => Math.Max(0, Volatile.Read(ref _left));

        public long Deadline => deadline;

        public long Day => day;

        public string RateLimit => rateLimit;

        public bool TrySpend(long now, out bool isLow)
        {
            isLow = false;
            if (now >= deadline || Volatile.Read(ref _left) <= 0) return false;
            var left = Interlocked.Decrement(ref _left);
            isLow = size >= 4 && left <= size / 4;
            return left >= 0;
        }

        /// <summary>Ends the lease; returns the unspent requests.</summary>
        public int Close() => Math.Max(0, Interlocked.Exchange(ref _left, 0));
    }
}
