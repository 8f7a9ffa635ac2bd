namespace EdgarApi.Client.Parameters;

/// <summary>The parameters of frames.</summary>
public sealed record FrameParameters : ListParameters
{
    /// <summary>Gets the reporting currency, such as <c>USD</c>; null for all.</summary>
    public string? Currency { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("currency", Currency);
        base.AddTo(query);
    }
}

/// <summary>The parameters of screens.</summary>
public sealed record ScreenParameters : ListParameters
{
    /// <summary>
    /// Gets the conditions, such as <c>Revenue&gt;1e9</c>. A company must meet all of them; <c>|</c> separates alternatives.
    /// </summary>
    public required IReadOnlyList<string> Where { get; init; }

    /// <summary>Gets the period: <c>ttm</c>, <c>latest</c>, or a calendar period such as <c>CY2024</c>.</summary>
    public string? Period { get; init; }

    /// <summary>Gets the reporting currency, which conditions on money need.</summary>
    public string? Currency { get; init; }

    /// <summary>Gets the Standard Industrial Classification (SIC) code.</summary>
    public int? Sic { get; init; }

    /// <summary>Gets the exchange of the main ticker symbol: <c>Nasdaq</c>, <c>NYSE</c>, <c>OTC</c> or <c>CBOE</c>.</summary>
    public string? Exchange { get; init; }

    /// <summary>Gets the metric or ratio to sort by, with a minus sign for the largest first.</summary>
    public string? Sort { get; init; }

    /// <summary>Gets the metrics and ratios to show besides those of the conditions.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    private protected override void AddTo(QueryText query)
    {
        query.Add("where", Where);
        query.Add("period", Period);
        query.Add("currency", Currency);
        query.Add("sic", Sic);
        query.Add("exchange", Exchange);
        query.Add("sort", Sort);
        query.Add("fields", Fields);
        base.AddTo(query);
    }
}

/// <summary>The parameters of peers.</summary>
public sealed record PeersParameters : RequestParameters
{
    /// <summary>Gets the period: <c>ttm</c>, <c>latest</c>, or a calendar period such as <c>CY2024</c>.</summary>
    public string? Period { get; init; }

    /// <summary>Gets the metrics and ratios to show besides revenue.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Gets the number of peers, 1 to 100.</summary>
    public int? Limit { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("period", Period);
        query.Add("fields", Fields);
        query.Add("limit", Limit);
    }
}
