using System.Globalization;
using EdgarApi.LoadTesting;
using EdgarApi.LoadTesting.Measurement;
using EdgarApi.LoadTesting.Scenarios;
using EdgarApi.LoadTesting.Traffic;
using EdgarApi.Tests.Faults.Running;
using EdgarApi.Tests.Faults.Table;

namespace EdgarApi.Tests.Faults;

/// <summary>Three times the load that the system can serve, all of it cache misses.</summary>
[Collection<FaultTableRun>]
public sealed class ThreefoldLoadTests(FaultySystems systems, ITestOutputHelper output)
{
    private const int Users = 16, OfferedLoad = 3;
    private const double MinGoodput = 0.8;

    /// <summary>Before admission has adapted to the load, some requests wait for too long.</summary>
    private const double MaxOtherFailures = 0.01;

    private static readonly TimeSpan Measuring = TimeSpan.FromSeconds(8), Overload = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(10), Recovery = TimeSpan.FromSeconds(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    [Trait("run", "faults")]
    public async Task Goodput_stays_and_the_system_recovers_at_once()
    {
        var system = await systems.GetAsync(SystemKind.Stores);
        var catalog = LoadCatalog.Default;
        using var target = await LoadTarget.CreateAsync(
            system.Address.GetLeftPart(UriPartial.Authority), FaultySystem.Key, allowRemote: false, Token);
        await using var separate = await SeparateProcessors.AssignAsync(system.ApiProcesses.Select(process => process.Id));
        var closed = Create(rate: null) with { ThinkSeconds = 0.001, Duration = Measuring };
        var capacity = (await RunAsync(closed)).AchievedRate;

        var result = await RunAsync(Create((int)(OfferedLoad * capacity)) with
        {
            Duration = Overload, RecoveryLevel = capacity / 4, Recovery = Afterwards, Connections = 256,
        });

        var held = result.Timeline.Where(second => second.At <= Overload.TotalSeconds).Average(second => second.Completed - second.Failed);
        var slow = catalog.Scenarios["normal"].Mix!.Keys.Max(endpoint => catalog.GetServiceLevel(endpoint).P99).TotalMilliseconds;
        var recovered = result.Timeline.Where(second => second.At > Overload.TotalSeconds && (second.Failed > 0 || second.P99 > slow))
            .Select(second => second.At - Overload.TotalSeconds).DefaultIfEmpty(0).Max();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"capacity {capacity:0}/s, offered {result.OfferedRate:0}/s, goodput {held:0}/s, recovered after {recovered:0.0} s; "
            + $"{string.Join(", ", result.Errors.Select(error => $"{error.Key}: {error.Value}"))}"));
        Assert.InRange(held, MinGoodput * capacity, double.MaxValue);
        Assert.InRange(recovered, 0, Recovery.TotalSeconds);
        var rejected = result.Errors[RequestOutcome.Rejected];
        Assert.InRange(result.Errors.Values.Sum() - rejected, 0, MaxOtherFailures * rejected);

        LoadSettings Create(int? rate)
        {
            var settings = LoadSettings.Create(
                catalog, "normal", target.Address.ToString(), rate, rate is null ? Users : null);
            return settings with { StartLevel = settings.Level, RampUp = TimeSpan.Zero, Caches = CacheStart.Distinct };
        }

        Task<LoadResult> RunAsync(LoadSettings settings) =>
            new LoadRunner(catalog, settings, target, serverIds: [], TimeProvider.System).RunAsync(Token);
    }
}
