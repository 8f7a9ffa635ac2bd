namespace EdgarApi.Client.Parameters;

/// <summary>The parameters of lists.</summary>
public abstract record ListParameters : RequestParameters
{
    private protected ListParameters()
    {
    }

    /// <summary>Gets the number of results per page, 1 to 1,000.</summary>
    public int? Limit { get; init; }

    private protected override void AddTo(QueryText query) => query.Add("limit", Limit);
}

/// <summary>The parameters of the list of companies.</summary>
public sealed record CompanySearchParameters : ListParameters
{
    /// <summary>Gets the full or partial ticker, name, former name or CIK; null for all companies, large ones first.</summary>
    public string? Query { get; init; }

    /// <summary>Gets the Standard Industrial Classification (SIC) code.</summary>
    public int? Sic { get; init; }

    /// <summary>Gets the exchange of the main ticker symbol: <c>Nasdaq</c>, <c>NYSE</c>, <c>OTC</c> or <c>CBOE</c>.</summary>
    public string? Exchange { get; init; }

    /// <summary>Gets the state or country of incorporation, as the SEC abbreviates it.</summary>
    public string? State { get; init; }

    /// <summary>Gets whether only companies are listed whose data is loaded (true) or is not (false).</summary>
    public bool? Loaded { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("query", Query);
        query.Add("sic", Sic);
        query.Add("exchange", Exchange);
        query.Add("state", State);
        query.Add("loaded", Loaded);
        base.AddTo(query);
    }
}

/// <summary>The parameters of the list of updates.</summary>
public sealed record UpdateParameters : ListParameters
{
    /// <summary>Gets the instant after which companies changed; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("since", Since);
        base.AddTo(query);
    }
}

/// <summary>The parameters of filings.</summary>
public sealed record FilingParameters : ListParameters
{
    /// <summary>Gets the form types, such as <c>10-K</c>; empty for all.</summary>
    public IReadOnlyList<string> Forms { get; init; } = [];

    /// <summary>Gets the earliest filing date.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Gets the latest filing date.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Gets the point in time: only filings made by the end of this day count.</summary>
    public DateOnly? AsOf { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("form", Forms);
        query.Add("from", From);
        query.Add("to", To);
        query.Add("asOf", AsOf);
        base.AddTo(query);
    }
}

/// <summary>The parameters of facts.</summary>
public sealed record FactParameters : ListParameters
{
    /// <summary>Gets the concept, as <c>taxonomy:Concept</c> or its name alone.</summary>
    public string? Concept { get; init; }

    /// <summary>Gets the taxonomy, such as <c>us-gaap</c>.</summary>
    public string? Taxonomy { get; init; }

    /// <summary>Gets the unit, such as <c>USD</c>.</summary>
    public string? Unit { get; init; }

    /// <summary>Gets the fiscal year of the filing.</summary>
    public int? FiscalYear { get; init; }

    /// <summary>Gets the fiscal period of the filing: <c>FY</c> or <c>Q1</c> to <c>Q4</c>.</summary>
    public string? FiscalPeriod { get; init; }

    /// <summary>Gets the form types, such as <c>10-K</c>; empty for all.</summary>
    public IReadOnlyList<string> Forms { get; init; } = [];

    /// <summary>Gets the earliest end of the fact's period.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Gets the latest end of the fact's period.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Gets the earliest filing date.</summary>
    public DateOnly? FiledFrom { get; init; }

    /// <summary>Gets the latest filing date.</summary>
    public DateOnly? FiledTo { get; init; }

    /// <summary>Gets the point in time: only filings made by the end of this day count.</summary>
    public DateOnly? AsOf { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("concept", Concept);
        query.Add("taxonomy", Taxonomy);
        query.Add("unit", Unit);
        query.Add("fiscalYear", FiscalYear);
        query.Add("fiscalPeriod", FiscalPeriod);
        query.Add("form", Forms);
        query.Add("from", From);
        query.Add("to", To);
        query.Add("filedFrom", FiledFrom);
        query.Add("filedTo", FiledTo);
        query.Add("asOf", AsOf);
        base.AddTo(query);
    }
}

/// <summary>The parameters of the list of datasets.</summary>
public sealed record DatasetParameters : RequestParameters
{
    /// <summary>Gets the name of the dataset: <c>companies</c>, <c>values</c>, <c>facts</c> or <c>filings</c>; null for all.</summary>
    public string? Name { get; init; }

    /// <summary>Gets the data version of an earlier list: only files whose rows changed after it.</summary>
    public long? Since { get; init; }

    private protected override void AddTo(QueryText query)
    {
        query.Add("name", Name);
        query.Add("since", Since);
    }
}
