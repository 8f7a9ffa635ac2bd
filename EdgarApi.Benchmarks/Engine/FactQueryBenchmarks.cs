using BenchmarkDotNet.Attributes;
using EdgarApi.Financials.Facts;
using EdgarApi.Tests;

namespace EdgarApi.Benchmarks.Engine;

/// <summary>Fact queries on Apple's 24,852 facts: a small result, and the last page of all facts.</summary>
[MemoryDiagnoser]
public class FactQueryBenchmarks
{
    private CompanyFacts _facts = null!;

    [GlobalSetup]
    public void Setup() => _facts = CompanyFacts.Parse(EdgarData.CompanyFacts(320193));

    [Benchmark(Baseline = true)]
    public int OneConcept() => Count(new FactQuery { Concept = "us-gaap:NetIncomeLoss" }, offset: 0, limit: 100);

    [Benchmark]
    public int LastPageOfAllFacts() => Count(new FactQuery(), offset: _facts.Count - 1000, limit: 1000);

    private int Count(FactQuery query, int offset, int limit) => _facts.Query(query, offset, limit).Facts.Count();
}
