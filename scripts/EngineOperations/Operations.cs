using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Overview;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EngineOperations;

/// <summary>What <c>BuildComparison</c> in EdgarApi.Benchmarks measures of an engine.</summary>
public static class Operations
{
    /// <summary>The operations by name, on one company's facts, which keep their fiscal calendar after the first use.</summary>
    /// <param name="companyFacts">The SEC's company facts JSON.</param>
    public static IReadOnlyDictionary<string, Func<object>> Create(byte[] companyFacts)
    {
        var facts = CompanyFacts.Parse(companyFacts);
        object Build(StatementKind kind, Frequency frequency, int periods) =>
            StatementBuilder.Build(facts, new StatementRequest(kind, frequency, periods));
        return new Dictionary<string, Func<object>>
        {
            ["income"] = () => Build(StatementKind.Income, Frequency.Annual, 4),
            ["balance_of_40_quarters"] = () => Build(StatementKind.Balance, Frequency.Quarterly, 40),
            ["cashflow_of_40_trailing_years"] = () => Build(StatementKind.CashFlow, Frequency.Ttm, 40),
            ["series_of_40_quarters"] =
                () => TimeSeriesBuilder.Build(facts, MetricCatalog.All, Frequency.Quarterly, 40, new StatementOptions()),
            ["overview"] = () => CompanyOverview.Build(facts, new StatementOptions()),
        };
    }
}
