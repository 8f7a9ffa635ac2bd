using BenchmarkDotNet.Attributes;
using EdgarApi.LoadTesting.Workloads;
using EdgarApi.Tests;

namespace EdgarApi.Benchmarks.Engine;

/// <summary>
/// The gate's workloads on Apple's full company facts. The facts keep their fiscal calendar and splits after the first use, so the
/// benchmarks measure warm facts.
/// </summary>
[MemoryDiagnoser]
public class WorkloadBenchmarks
{
    private WorkloadInput _input = null!;
    private Workload _workload = null!;

    public static IEnumerable<string> Names => EngineWorkloads.All.Select(workload => workload.Name);

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    [GlobalSetup]
    public void Setup()
    {
        _input = WorkloadInput.FromJson(EdgarData.CompanyFacts(320193));
        _workload = EngineWorkloads.All.Single(workload => workload.Name == Name);
    }

    [Benchmark]
    public object Run() => _workload.Run(_input);
}
