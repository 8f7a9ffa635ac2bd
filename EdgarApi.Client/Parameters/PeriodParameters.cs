namespace EdgarApi.Client.Parameters;

/// <summary>The length of periods.</summary>
public enum PeriodFrequency
{
    /// <summary>Fiscal years.</summary>
    Annual,

    /// <summary>Fiscal quarters.</summary>
    Quarterly,

    /// <summary>The trailing twelve months at each quarter end.</summary>
    TrailingTwelveMonths,
}

/// <summary>Which value counts if filings differ.</summary>
public enum ValueVintage
{
    /// <summary>That of the newest periodic report.</summary>
    Latest,

    /// <summary>The one first reported.</summary>
    Original,
}

/// <summary>The parameters of responses that have periods.</summary>
public abstract record PeriodParameters : RequestParameters
{
    private protected PeriodParameters()
    {
    }

    /// <summary>Gets the number of periods per page, 1 to 40.</summary>
    public int? Periods { get; init; }

    /// <summary>Gets the earliest end of a period.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Gets the latest end of a period.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Gets the length of the periods.</summary>
    public PeriodFrequency? Frequency { get; init; }

    /// <summary>Gets the point in time: only filings made by the end of this day count.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Gets which value counts if filings differ.</summary>
    public ValueVintage? Vintage { get; init; }

    /// <summary>Gets whether each period has its calendar period. Those of several companies are aligned by it.</summary>
    public bool? Calendar { get; init; }

    /// <summary>Gets the members and lines of the response; the documentation of the resource lists them.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    private protected override void AddTo(QueryText query)
    {
        query.Add("periods", Periods);
        query.Add("from", From);
        query.Add("to", To);
        query.Add("freq", Frequency switch
        {
            PeriodFrequency.Annual => "annual",
            PeriodFrequency.Quarterly => "quarterly",
            PeriodFrequency.TrailingTwelveMonths => "ttm",
            _ => null,
        });
        query.Add("asOf", AsOf);
        query.Add("vintage", VintageNames.GetName(Vintage));
        query.Add("calendar", Calendar);
        query.Add("fields", Fields);
    }
}

/// <summary>The names of vintages.</summary>
internal static class VintageNames
{
    public static string? GetName(ValueVintage? vintage) => vintage switch
    {
        ValueVintage.Latest => "latest",
        ValueVintage.Original => "original",
        _ => null,
    };
}
