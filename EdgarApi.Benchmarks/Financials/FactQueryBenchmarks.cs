using BenchmarkDotNet.Attributes;
using EdgarApi.Financials.Facts;
using EdgarApi.Tests;

namespace EdgarApi.Benchmarks.Financials;

/// <summary>Fact queries over Apple's 24,852 facts, pages included.</summary>
[MemoryDiagnoser]
public class FactQueryBenchmarks
{
    private CompanyFacts _facts = null!;

    [GlobalSetup]
    public void Setup() => _facts = CompanyFacts.Parse(EdgarData.CompanyFacts(320193));

    [Benchmark(Baseline = true)]
    public int OneConcept() => _facts.Query(new FactQuery { Concept = "us-gaap:NetIncomeLoss" }, offset: 0, limit: 100).Facts.Count();

    [Benchmark]
    public int OneFiscalYear() => _facts.Query(new FactQuery { Taxonomy = "us-gaap", FiscalYear = 2024 }, offset: 0, limit: 100).Facts.Count();

    [Benchmark]
    public int LastPageOfEverything() => _facts.Query(new FactQuery(), offset: _facts.Count - 1000, limit: 1000).Facts.Count();
}
