using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.TimeSeries;

/// <summary>
/// Builds several series and ratio tables of one company, in its newest view and split-adjusted. What more than one of them needs is
/// computed once: a quarter's values also count for its year, for trailing twelve months and for ratios.
/// </summary>
/// <remarks>Not thread-safe, and larger than its results: keep it no longer than they take to build.</remarks>
public sealed class CompanyValues
{
    private readonly AnswerValues _answer;

    /// <summary>Begins with nothing computed.</summary>
    public CompanyValues(CompanyFacts facts) => _answer = new AnswerValues(FinancialModel.GetOrBuild(facts, new StatementOptions()));

    /// <summary>The same as <see cref="TimeSeriesBuilder"/> builds.</summary>
    public CompanySeries BuildSeries(IReadOnlyList<Metric> metrics, Frequency frequency, PeriodSelection periods) =>
        TimeSeriesBuilder.Build(_answer, metrics, frequency, periods);

    /// <summary>The same as <see cref="RatioBuilder"/> builds: all ratios of the catalog.</summary>
    public CompanyRatios BuildRatios(Frequency frequency, PeriodSelection periods) =>
        RatioBuilder.Build(_answer, RatioCatalog.All, frequency, periods);
}
