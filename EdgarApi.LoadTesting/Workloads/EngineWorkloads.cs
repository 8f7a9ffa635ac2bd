using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Overview;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;

namespace EdgarApi.LoadTesting.Workloads;

/// <summary>A unit of work that the gate and the benchmarks measure.</summary>
/// <param name="Name">Its name in the baseline.</param>
/// <param name="Run">Runs it once. The result is returned so that the work is not optimized away.</param>
public sealed record Workload(string Name, Func<WorkloadInput, object> Run);

/// <summary>What the engine does to answer requests. <c>edgar gate</c> and EdgarApi.Benchmarks share this list.</summary>
public static class EngineWorkloads
{
    /// <summary>The workloads.</summary>
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("parse", input => CompanyFacts.Parse(input.Json)),
        new("encode", input => input.Facts.ToSnapshot()),
        new("decode", input => CompanyFacts.FromSnapshot(input.Snapshot)),
        new("overview", input => CompanyOverview.Build(input.Facts, new StatementOptions())),
        new("income", input => StatementBuilder.Build(input.Facts, new StatementRequest(StatementKind.Income))),
        new("balance_of_40_quarters",
            input => StatementBuilder.Build(input.Facts, new StatementRequest(StatementKind.Balance, Frequency.Quarterly, 40))),
        new("cashflow_of_40_trailing_years",
            input => StatementBuilder.Build(input.Facts, new StatementRequest(StatementKind.CashFlow, Frequency.Ttm, 40))),
        new("series_of_40_quarters",
            input => TimeSeriesBuilder.Build(input.Facts, MetricCatalog.All, Frequency.Quarterly, 40, new StatementOptions())),
        new("query", input => Query(input.Facts, new FactQuery { Taxonomy = "us-gaap", FiscalYear = 2024 })),
    ];

    private static int Query(CompanyFacts facts, FactQuery query) => facts.Query(query, offset: 0, limit: 100).Facts.Count();
}
