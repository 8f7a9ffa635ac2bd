namespace EdgarApi.Client.Parameters;

/// <summary>The parameters of time series. Fields are <c>value</c>, <c>growth</c> and <c>source</c>.</summary>
public record TimeSeriesParameters : PeriodParameters
{
    /// <summary>Gets the ids of the metrics, up to 40; <see cref="EdgarApiClient.Metrics"/> lists them.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Gets whether points have the change against the same period of the previous year.</summary>
    public bool? Growth { get; init; }

    /// <summary>Gets whether per-share values and share counts are adjusted for later splits.</summary>
    public bool? Adjusted { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("metrics", Metrics);
        base.AddTo(query);
        query.Add("growth", Growth);
        query.Add("adjusted", Adjusted);
    }
}

/// <summary>The parameters of time series of several companies.</summary>
public sealed record SeveralTimeSeriesParameters : TimeSeriesParameters
{
    /// <summary>Gets the tickers or CIKs of the companies, up to 50.</summary>
    public required IReadOnlyList<string> Companies { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("companies", Companies);
        base.AddTo(query);
    }
}

/// <summary>The parameters of the catalog of metrics.</summary>
public sealed record MetricParameters : RequestParameters
{
    /// <summary>Gets the statement whose metrics to list: <c>income</c>, <c>balance</c> or <c>cashflow</c>; null for all.</summary>
    public string? Statement { get; init; }

    private protected override void AddTo(QueryText query) => query.Add("statement", Statement);
}
