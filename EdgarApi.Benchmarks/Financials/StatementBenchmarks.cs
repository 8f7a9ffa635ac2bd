using BenchmarkDotNet.Attributes;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Overview;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Tests;

namespace EdgarApi.Benchmarks.Financials;

/// <summary>Answers about Apple from decoded facts. The calendar and splits are found once and kept with the facts; the first answer pays for them.</summary>
[MemoryDiagnoser]
public class StatementBenchmarks
{
    private CompanyFacts _facts = null!;
    private byte[] _snapshot = [];

    [GlobalSetup]
    public void Setup()
    {
        _snapshot = CompanyFacts.Parse(EdgarData.CompanyFacts(320193)).ToSnapshot();
        _facts = CompanyFacts.FromSnapshot(_snapshot);
    }

    [Benchmark(Baseline = true)]
    public Statement AnnualIncome() => StatementBuilder.Build(_facts, new StatementRequest(StatementKind.Income));

    [Benchmark]
    public Statement QuarterlyBalanceOf40() => StatementBuilder.Build(_facts, new StatementRequest(StatementKind.Balance, Frequency.Quarterly, 40));

    [Benchmark]
    public Statement CashFlowOf40TrailingYears() => StatementBuilder.Build(_facts, new StatementRequest(StatementKind.CashFlow, Frequency.Ttm, 40));

    [Benchmark]
    public CompanySeries AllMetricsOf40Quarters() => TimeSeriesBuilder.Build(_facts, MetricCatalog.All, Frequency.Quarterly, 40, new StatementOptions());

    [Benchmark]
    public CompanyOverview Overview() => CompanyOverview.Build(_facts, new StatementOptions());

    [Benchmark]
    public Statement DecodeThenAnnualIncome() => StatementBuilder.Build(CompanyFacts.FromSnapshot(_snapshot), new StatementRequest(StatementKind.Income));
}
