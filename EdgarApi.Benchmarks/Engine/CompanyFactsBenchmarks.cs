using System.Text.Json;
using BenchmarkDotNet.Attributes;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.LoadTesting.Workloads;
using EdgarApi.Tests;

namespace EdgarApi.Benchmarks.Engine;

/// <summary>
/// Apple's company facts (3.7 MB of JSON, 24,852 facts): parsing next to two lower bounds, and a first statement from cold facts.
/// </summary>
[MemoryDiagnoser]
public class CompanyFactsBenchmarks
{
    private WorkloadInput _input = null!;

    [GlobalSetup]
    public void Setup() => _input = WorkloadInput.FromJson(EdgarData.CompanyFacts(320193));

    [Benchmark(Baseline = true)]
    public int BareReaderPass()
    {
        var reader = new Utf8JsonReader(_input.Json);
        var tokens = 0;
        while (reader.Read()) tokens++;
        return tokens;
    }

    [Benchmark]
    public JsonValueKind JsonDocumentParse()
    {
        using var document = JsonDocument.Parse(_input.Json);
        return document.RootElement.ValueKind;
    }

    [Benchmark]
    public int Parse() => CompanyFacts.Parse(_input.Json).Count;

    [Benchmark]
    public Statement DecodeThenAnnualIncome() =>
        StatementBuilder.Build(CompanyFacts.FromSnapshot(_input.Snapshot), new StatementRequest(StatementKind.Income));
}
