using EdgarApi.Tests.Faults.Running;
using EdgarApi.Tests.Faults.Table;

namespace EdgarApi.Tests.Faults;

/// <summary>
/// Some rows of the fault table on a running system with the sample, for a few seconds each. Beside other tests, neither latencies nor
/// recovery times are judged.
/// </summary>
public sealed class FaultSubsetTests(FaultySystems systems) : IClassFixture<FaultySystems>
{
    private const double Rate = 50;

    private static readonly TimeSpan Around = TimeSpan.FromSeconds(1), Lasts = TimeSpan.FromSeconds(3);

    public static TheoryData<string> Rows => [.. FaultTable.Some.Select(fault => fault.Name)];

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_fault_costs_no_request(string name)
    {
        var fault = FaultTable.Get(name) with { RecoveryLimit = TimeSpan.FromMinutes(5) };
        var system = await systems.GetAsync(SystemKind.Sample);

        var result = await new FaultRun(system, Rate, Around, attemptTimeout: TimeSpan.FromSeconds(30)).RunAsync(fault, Lasts);

        Assert.True(result.Broken.Count == 0, string.Join('\n', [.. result.Broken, .. result.Samples]));
        Assert.InRange(result.Windows.Sum(window => window.Requests), Rate * 3, double.MaxValue);
    }
}
