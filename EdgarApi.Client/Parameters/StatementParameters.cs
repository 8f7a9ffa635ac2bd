namespace EdgarApi.Client.Parameters;

/// <summary>The lines of a statement.</summary>
public enum LineView
{
    /// <summary>The standardized lines.</summary>
    Standard,

    /// <summary>Every concept that the company reports.</summary>
    Reported,
}

/// <summary>
/// The parameters of a statement. Fields are <c>essential</c>, <c>all</c>, <c>sources</c>, <c>checks</c> and ids of lines.
/// </summary>
public sealed record StatementParameters : PeriodParameters
{
    /// <summary>Gets the lines.</summary>
    public LineView? View { get; init; }

    /// <summary>Gets whether per-share values and share counts are adjusted for later splits.</summary>
    public bool? Adjusted { get; init; }

    private protected override void AddTo(QueryText query)
    {
        base.AddTo(query);
        query.Add("view", View switch { LineView.Standard => "standard", LineView.Reported => "reported", _ => null });
        query.Add("adjusted", Adjusted);
    }
}

/// <summary>
/// The parameters of a statement of several companies. Fields are <c>essential</c>, <c>all</c>, <c>sources</c>, <c>checks</c> and ids of
/// lines.
/// </summary>
public sealed record SeveralStatementsParameters : PeriodParameters
{
    /// <summary>Gets the tickers or CIKs of the companies, up to 50.</summary>
    public required IReadOnlyList<string> Companies { get; init; }

    /// <summary>Gets whether per-share values and share counts are adjusted for later splits.</summary>
    public bool? Adjusted { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("companies", Companies);
        base.AddTo(query);
        query.Add("adjusted", Adjusted);
    }
}

/// <summary>The parameters of ratios. Fields are <c>essential</c>, <c>all</c>, <c>operands</c> and ids of ratios.</summary>
public sealed record RatioParameters : PeriodParameters;

/// <summary>
/// The parameters of ratios of several companies. Fields are <c>essential</c>, <c>all</c>, <c>operands</c> and ids of ratios.
/// </summary>
public sealed record SeveralRatiosParameters : PeriodParameters
{
    /// <summary>Gets the tickers or CIKs of the companies, up to 50.</summary>
    public required IReadOnlyList<string> Companies { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("companies", Companies);
        base.AddTo(query);
    }
}

/// <summary>The parameters of an overview. Fields are its parts and <c>sources</c>.</summary>
public sealed record OverviewParameters : RequestParameters
{
    /// <summary>Gets the point in time: only filings made by the end of this day count.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Gets which value counts if filings differ.</summary>
    public ValueVintage? Vintage { get; init; }

    /// <summary>Gets whether per-share values and share counts are adjusted for later splits.</summary>
    public bool? Adjusted { get; init; }

    /// <summary>Gets the members of the response.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    private protected override void AddTo(QueryText query)
    {
        query.Add("asOf", AsOf);
        query.Add("vintage", VintageNames.GetName(Vintage));
        query.Add("adjusted", Adjusted);
        query.Add("fields", Fields);
    }
}
