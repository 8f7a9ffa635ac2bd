namespace EdgarApi.Accounts.Limits;

/// <summary>What one process knows of one caller's quotas: the requests that it leased, or until when there are none to be had.</summary>
internal sealed class Quota(LimitPlan plan)
{
    private readonly Lock _changing = new();
    private Lease? _lease;
    private Refusal? _refusal;
    private int _asking;
    private int _back;
    private long _backDay;

    public LimitPlan Plan => plan;

    public LocalQuota Local { get; } = new(plan);

    /// <summary>Requests of the caller under way in this process.</summary>
    public int UnderWay;

    /// <summary>Spends one leased request, or tells that none is to be had yet; null when that must be asked.</summary>
    public LimitDecision? TrySpend(long now, TimeProvider time, out bool isLow)
    {
        isLow = false;
        if (Volatile.Read(ref _lease) is { } lease && lease.TrySpend(now, out isLow)) return new LimitDecision(plan, lease.Standing);
        return Volatile.Read(ref _refusal) is { } refusal && now < refusal.Until
            ? new LimitDecision(plan, refusal.Standing, refusal.Hit, time.GetElapsedTime(now, refusal.Until))
            : null;
    }

    /// <summary>Whether the caller of this is the one who leases for all; the others meanwhile ask for their own request only.</summary>
    public bool BeginLeasing() => Interlocked.Exchange(ref _asking, 1) == 0;

    public void EndLeasing() => Volatile.Write(ref _asking, 0);

    /// <summary>How many to lease next, up to twice as many as were spent of the last lease; and what was left of it, to be given back.</summary>
    public (int Wanted, int Back, long BackDay) NextLease(long now)
    {
        lock (_changing)
        {
            var last = _lease;
            var wanted = last is null ? 1 : now < last.Deadline ? last.Size * 2 : last.Size - last.Left;
            if (last is not null && now >= last.Deadline) Close(last);
            var next = (Math.Clamp(wanted, 1, plan.MaxLease), _back, _backDay);
            _back = 0;
            return next;
        }
    }

    /// <summary>Remembers that no request is to be had before a time.</summary>
    public LimitDecision Refuse(QuotaReply reply, long until)
    {
        var refusal = new Refusal(reply.DescribeUse(plan), reply.Hit, until);
        Volatile.Write(ref _refusal, refusal);
        return new LimitDecision(plan, refusal.Standing, reply.Hit, TimeSpan.FromMicroseconds(reply.Wait));
    }

    /// <summary>Lets this process spend what was granted, less what was spent of it already, until a time; what is left of the last lease is given back.</summary>
    public void Lend(QuotaReply reply, int spent, long deadline, string standing)
    {
        lock (_changing)
        {
            if (_lease is { } last) Close(last);
            Volatile.Write(ref _lease, new Lease(reply.Granted, reply.Granted - spent, deadline, reply.Day, standing));
        }
    }

    private void Close(Lease lease) => GiveBack(lease.Close(), lease.Day);

    private void GiveBack(int requests, long day)
    {
        _back = day == _backDay ? _back + requests : requests;
        _backDay = day;
    }

    private sealed record Refusal(string Standing, Limit Hit, long Until);

    /// <summary>Requests that this process may let through by itself.</summary>
    private sealed class Lease(int size, int left, long deadline, long day, string standing)
    {
        private int _left = left;

        public int Size => size;

        public int Left => Math.Max(0, Volatile.Read(ref _left));

        public long Deadline => deadline;

        public long Day => day;

        public string Standing => standing;

        public bool TrySpend(long now, out bool isLow)
        {
            isLow = false;
            if (now >= deadline || Volatile.Read(ref _left) <= 0) return false;
            var left = Interlocked.Decrement(ref _left);
            isLow = size >= 4 && left <= size / 4;
            return left >= 0;
        }

        /// <summary>Ends the lease; what was not spent of it.</summary>
        public int Close() => Math.Max(0, Interlocked.Exchange(ref _left, 0));
    }
}
