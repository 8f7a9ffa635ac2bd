using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Checks;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Quarters;

/// <summary>
/// How the quarters of a fiscal year fit the year, by metric. All answers from a model need it, so it is found once per model. A lost race
/// only repeats work.
/// </summary>
internal sealed class QuarterFindings(FinancialModel model, FiscalYear year)
{
    private enum Finding : byte
    {
        Unknown,
        No,
        Yes,
    }

    private readonly bool[] _areSearched = new bool[MetricCatalog.All.Count];

    /// <summary>The quarters that replace a metric's own, which few filers have.</summary>
    private Candidate[]?[]? _replacements;
    private readonly Finding[] _areMixed = new Finding[MetricCatalog.All.Count];

    /// <summary>
    /// A metric's four quarters if candidates other than the quarters' own add up to the year; otherwise null.
    /// </summary>
    public Candidate[]? GetQuarters(AnswerValues answer, MetricDefinition definition)
    {
        if (Volatile.Read(ref _areSearched[definition.Index])) return _replacements?[definition.Index];
        var quarters = new QuartersOfYear(answer, model, definition).Find(year);
        if (quarters is not null)
            LazyInitializer.EnsureInitialized(ref _replacements, CreateReplacements)[definition.Index] = quarters;
        Volatile.Write(ref _areSearched[definition.Index], true);
        return quarters;
    }

    /// <summary>Whether the year and its quarters have different bases.</summary>
    public bool AreMixed(AnswerValues answer, MetricDefinition definition)
    {
        ref var known = ref _areMixed[definition.Index];
        if (known == Finding.Unknown)
        {
            var areMixed = new Equation(answer, year.Period, model).CompareQuarters(year, definition)
                    is CheckStatus.Restated or CheckStatus.Failed
                && new YearOnOtherBases(model, year, definition).AnyRestated();
            known = areMixed ? Finding.Yes : Finding.No;
        }
        return known == Finding.Yes;
    }

    private static Candidate[]?[] CreateReplacements() => new Candidate[]?[MetricCatalog.All.Count];
}
