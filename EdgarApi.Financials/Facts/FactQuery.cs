namespace EdgarApi.Financials.Facts;

/// <summary>Selects facts of one company. Conditions that are null do not apply.</summary>
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

    /// <summary>Form types, exactly, in any case; empty for all.</summary>
    public IReadOnlyList<string> Forms { get; init; } = [];

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
/// <param name="Total">Number of facts that the query selects.</param>
/// <param name="Facts">The facts of this page.</param>
public sealed record FactPage(int Total, IEnumerable<ReportedFact> Facts);

/// <summary>Fact queries over company facts.</summary>
public static class FactQueryExtensions
{
    /// <summary>The facts that the query selects, every vintage, newest <c>filed</c> first.</summary>
    /// <param name="facts">The company's facts.</param>
    /// <param name="query">What to select.</param>
    /// <param name="offset">Number of facts to skip.</param>
    /// <param name="limit">Maximum number of facts to return.</param>
    public static FactPage Query(this CompanyFacts facts, FactQuery query, int offset, int limit)
    {
        var rows = new List<int>();
        foreach (var series in facts.Series)
        {
            if (!SelectsSeries(query, facts.Concepts[series.Concept], series.Unit)) continue;
            for (var row = series.First; row < series.End; row++)
                if (SelectsRow(query, facts, row)) rows.Add(row);
        }
        // Filings are in order of day and accession; the facts of a filing keep the order of the columns.
        var filing = facts.Columns.Filing;
        rows.Sort((a, b) => filing[a] != filing[b] ? filing[b] - filing[a] : a - b);
        return new FactPage(rows.Count, rows.Skip(offset).Take(limit).Select(facts.At));
    }

    private static bool SelectsSeries(FactQuery query, FactConcept concept, string unit) =>
        (query.Taxonomy is null || Same(query.Taxonomy, concept.Taxonomy))
        && (query.Concept is null || Same(query.Concept, concept.Name) || Same(query.Concept, concept.QualifiedName))
        && (query.Unit is null || Same(query.Unit, unit));

    private static bool SelectsRow(FactQuery query, CompanyFacts facts, int row)
    {
        var filing = facts.Filings[facts.Columns.Filing[row]];
        var end = facts.Columns.End[row];
        return (query.From is not { } from || end >= from.DayNumber)
            && (query.To is not { } to || end <= to.DayNumber)
            && (query.FiledFrom is not { } filedFrom || filing.Filed >= filedFrom)
            && (query.FiledTo is not { } filedTo || filing.Filed <= filedTo)
            && (query.FiscalYear is not { } year || filing.FiscalYear == year)
            && (query.FiscalPeriod is null || filing.FiscalPeriod is not null && Same(query.FiscalPeriod, filing.FiscalPeriod))
            && (query.Forms.Count == 0 || ContainsForm(query.Forms, filing.Form));
    }

    private static bool ContainsForm(IReadOnlyList<string> forms, string form)
    {
        for (var i = 0; i < forms.Count; i++)
            if (Same(forms[i], form)) return true;
        return false;
    }

    private static bool Same(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
