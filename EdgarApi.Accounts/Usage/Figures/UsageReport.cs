namespace EdgarApi.Accounts.Usage.Figures;

/// <summary>Figures of a span of days, by day and by endpoint.</summary>
public sealed class UsageReport
{
    private readonly SortedDictionary<DateOnly, UsageFigures> days = [];
    private readonly SortedDictionary<string, UsageFigures> endpoints = new(StringComparer.Ordinal);
    private readonly Dictionary<(DateOnly Day, string Endpoint), UsageFigures> figures = [];

    internal UsageReport(IEnumerable<UsageSum> sums)
    {
        foreach (var sum in sums)
        {
            Total.Add(sum);
            GetOrZero(days, sum.Day).Add(sum);
            GetOrZero(endpoints, sum.Endpoint).Add(sum);
            GetOrZero(figures, (sum.Day, sum.Endpoint)).Add(sum);
        }
    }

    /// <summary>All of it.</summary>
    public UsageFigures Total { get; } = new();

    /// <summary>Each day with requests, the earliest first.</summary>
    public IReadOnlyDictionary<DateOnly, UsageFigures> Days => days;

    /// <summary>Each endpoint with requests, by name.</summary>
    public IReadOnlyDictionary<string, UsageFigures> Endpoints => endpoints;

    /// <summary>One endpoint on one day; null when there was no request.</summary>
    public UsageFigures? Find(DateOnly day, string endpoint) => figures.GetValueOrDefault((day, endpoint));

    private static UsageFigures GetOrZero<TKey>(IDictionary<TKey, UsageFigures> all, TKey key)
    {
        if (!all.TryGetValue(key, out var found)) all.Add(key, found = new UsageFigures());
        return found;
    }
}
