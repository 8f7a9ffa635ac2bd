using System.Reflection;
using System.Runtime.Loader;
using BenchmarkDotNet.Attributes;
using EdgarApi.Tests;

namespace EdgarApi.Benchmarks.Engine;

/// <summary>
/// Statements, series and overview of Apple's full company facts by two builds of the engine in one run.
/// <c>scripts/compare-speed</c> builds scripts/EngineOperations against both and sets <see cref="Folder"/>.
/// </summary>
[MemoryDiagnoser]
public class BuildComparison
{
    /// <summary>The environment variable with the folder that has the builds <c>before</c> and <c>now</c>.</summary>
    private const string Folder = "EDGAR_BUILDS";

    private Func<object> _run = null!;

    [Params("income", "balance_of_40_quarters", "cashflow_of_40_trailing_years", "series_of_40_quarters", "overview")]
    public string Operation { get; set; } = "";

    [GlobalSetup(Target = nameof(Before))]
    public void SetUpBefore() => _run = Load("before");

    [GlobalSetup(Target = nameof(Now))]
    public void SetUpNow() => _run = Load("now");

    [Benchmark(Baseline = true)]
    public object Before() => _run();

    [Benchmark]
    public object Now() => _run();

    private Func<object> Load(string build)
    {
        var folder = Environment.GetEnvironmentVariable(Folder)
            ?? throw new InvalidOperationException($"{Folder} is not set; run scripts/compare-speed REF.");
        var operations = new BuildContext(Path.GetFullPath(Path.Combine(folder, build))).LoadOperations();
        return operations(EdgarData.CompanyFacts(320193))[Operation];
    }

    /// <summary>Loads a build's own engine, beside the one that this program refers to.</summary>
    private sealed class BuildContext(string folder) : AssemblyLoadContext
    {
        public Func<byte[], IReadOnlyDictionary<string, Func<object>>> LoadOperations() =>
            LoadFromAssemblyPath(Path.Combine(folder, "EngineOperations.dll")).GetType("EngineOperations.Operations", throwOnError: true)!
                .GetMethod("Create", BindingFlags.Public | BindingFlags.Static)!
                .CreateDelegate<Func<byte[], IReadOnlyDictionary<string, Func<object>>>>();

        protected override Assembly? Load(AssemblyName assemblyName) =>
            Path.Combine(folder, $"{assemblyName.Name}.dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
