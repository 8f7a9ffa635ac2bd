namespace EdgarApi.Accounts.Usage.Figures;

/// <summary>Usage of a range of days, by day and by endpoint.</summary>
public sealed class UsageReport
{
    private readonly SortedDictionary<DateOnly, UsageFigures> _days = [];
    private readonly SortedDictionary<string, UsageFigures> _endpoints = new(StringComparer.Ordinal);
    private readonly Dictionary<(DateOnly Day, string Endpoint), UsageFigures> _figures = [];

    internal UsageReport(IEnumerable<UsageSum> sums)
    {
        foreach (var sum in sums)
        {
            Total.Add(sum);
            GetOrZero(_days, sum.Day).Add(sum);
            GetOrZero(_endpoints, sum.Endpoint).Add(sum);
            GetOrZero(_figures, (sum.Day, sum.Endpoint)).Add(sum);
        }
    }

    /// <summary>Totals of the whole range.</summary>
    public UsageFigures Total { get; } = new();

    /// <summary>Totals of each day that has requests, earliest first.</summary>
    public IReadOnlyDictionary<DateOnly, UsageFigures> Days => _days;

    /// <summary>Totals of each endpoint that has requests, by name.</summary>
    public IReadOnlyDictionary<string, UsageFigures> Endpoints => _endpoints;

    /// <summary>Totals of one endpoint on one day; null without requests.</summary>
    public UsageFigures? Find(DateOnly day, string endpoint) => _figures.GetValueOrDefault((day, endpoint));

    private static UsageFigures GetOrZero<TKey>(IDictionary<TKey, UsageFigures> all, TKey key)
    {
        if (!all.TryGetValue(key, out var found)) all.Add(key, found = new UsageFigures());
        return found;
    }
}
