namespace EdgarApi.Financials.Facts;

/// <summary>Selects facts of one company; every condition that is null does not select.</summary>
public sealed record FactQuery
{
    /// <summary><c>taxonomy:Concept</c> or a bare concept name, in any case.</summary>
    public string? Concept { get; init; }

    /// <summary>Taxonomy, as in <c>us-gaap</c>, in any case.</summary>
    public string? Taxonomy { get; init; }

    /// <summary>Unit, as in <c>USD</c>, in any case.</summary>
    public string? Unit { get; init; }

    /// <summary>The filing's own fiscal year tag.</summary>
    public int? FiscalYear { get; init; }

    /// <summary>The filing's own fiscal period tag.</summary>
    public string? FiscalPeriod { get; init; }

    /// <summary>Form type, exactly, in any case.</summary>
    public string? Form { get; init; }

    /// <summary>Earliest end of the fact's period.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Latest end of the fact's period.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Earliest filing day.</summary>
    public DateOnly? FiledFrom { get; init; }

    /// <summary>Latest filing day.</summary>
    public DateOnly? FiledTo { get; init; }
}

/// <summary>A page of facts, newest filed first.</summary>
/// <param name="Total">How many facts the query selects in all.</param>
/// <param name="Facts">Those of this page.</param>
public sealed record FactPage(int Total, IEnumerable<ReportedFact> Facts);

/// <summary>Fact queries over company facts.</summary>
public static class FactQueryExtensions
{
    /// <summary>The facts that the query selects, every vintage, newest <c>filed</c> first.</summary>
    /// <param name="facts">The company's facts.</param>
    /// <param name="query">What to select.</param>
    /// <param name="offset">How many to pass over.</param>
    /// <param name="limit">How many to return at most.</param>
    public static FactPage Query(this CompanyFacts facts, FactQuery query, int offset, int limit) => throw new NotImplementedException();
}
