using EdgarApi.Tests.Faults.Running;
using EdgarApi.Tests.Faults.Table;

namespace EdgarApi.Tests.Faults;

/// <summary>
/// The fault table on the running system under 200 requests per second of the specification's mix over all companies. It takes long, so it
/// runs with <c>./test --faults</c> only. The order of a class's tests is random, so each system has a class: it starts once.
/// </summary>
public abstract class FaultTableTests(FaultySystems systems)
{
    /// <summary>Words; a row's name must contain one of them. Unset selects all rows.</summary>
    private const string Selection = "EDGAR_FAULTS";

    private const double Rate = 200;

    private static readonly TimeSpan Around = TimeSpan.FromSeconds(10);

    private protected static TheoryData<string> GetRows(SystemKind kind) =>
        [.. FaultTable.All.Where(fault => fault.System == kind).Select(fault => fault.Name).Where(IsSelected)];

    private protected async Task RunAsync(string name)
    {
        var fault = FaultTable.Get(name);
        var system = await systems.GetAsync(fault.System);

        var result = await new FaultRun(system, Rate, Around).RunAsync(fault);

        systems.Pages.Add(result);
        Assert.True(result.Broken.Count == 0, string.Join('\n', [.. result.Broken, .. result.Samples]));
        // A machine that is too slow before the fault says nothing about latencies during it.
        Assert.False(result.IsSlow, string.Join("; ", result.Windows.SelectMany(window => window.Slow)));
    }

    private static bool IsSelected(string name) =>
        Environment.GetEnvironmentVariable(Selection) is not { Length: > 0 } selection
        || selection.Split(',').Any(words => name.Contains(words, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Faults of the stores, the processes and the disks.</summary>
[Collection<FaultTableRun>]
public sealed class StoresFaultTableTests(FaultySystems systems) : FaultTableTests(systems)
{
    public static TheoryData<string> Rows => GetRows(SystemKind.Stores);

    [Theory(Explicit = true, SkipTestWithoutData = true)]
    [MemberData(nameof(Rows))]
    [Trait("run", "faults")]
    public Task A_fault_costs_no_request(string name) => RunAsync(name);
}

/// <summary>Faults of the SEC.</summary>
[Collection<FaultTableRun>]
public sealed class LiveFaultTableTests(FaultySystems systems) : FaultTableTests(systems)
{
    public static TheoryData<string> Rows => GetRows(SystemKind.Live);

    [Theory(Explicit = true, SkipTestWithoutData = true)]
    [MemberData(nameof(Rows))]
    [Trait("run", "faults")]
    public Task A_fault_costs_no_request(string name) => RunAsync(name);
}
