using System.Text.Json;
using BenchmarkDotNet.Attributes;
using EdgarApi.Financials.Facts;
using EdgarApi.Tests;

namespace EdgarApi.Benchmarks.Financials;

/// <summary>Apple's company facts: 3.7 MB of JSON, 24,852 facts. The two bare passes are the measure to compare with.</summary>
[MemoryDiagnoser]
public class CompanyFactsBenchmarks
{
    private byte[] _json = [];
    private byte[] _snapshot = [];
    private CompanyFacts _facts = null!;

    [GlobalSetup]
    public void Setup()
    {
        _json = EdgarData.CompanyFacts(320193);
        _facts = CompanyFacts.Parse(_json);
        _snapshot = _facts.ToSnapshot();
    }

    [Benchmark(Baseline = true)]
    public int BareReaderPass()
    {
        var reader = new Utf8JsonReader(_json);
        var tokens = 0;
        while (reader.Read()) tokens++;
        return tokens;
    }

    [Benchmark]
    public JsonValueKind JsonDocumentParse()
    {
        using var document = JsonDocument.Parse(_json);
        return document.RootElement.ValueKind;
    }

    [Benchmark]
    public int Parse() => CompanyFacts.Parse(_json).Count;

    [Benchmark]
    public int EncodeSnapshot() => _facts.ToSnapshot().Length;

    [Benchmark]
    public int DecodeSnapshot() => CompanyFacts.FromSnapshot(_snapshot).Count;
}
