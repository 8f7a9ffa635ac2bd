using System.Globalization;
using EdgarApi.Tests.Faults.Running;
using EdgarApi.Tests.Faults.Table;
using EdgarApi.Tests.Faults.Traffic;

namespace EdgarApi.Tests.Faults;

/// <summary>Half an hour of ordinary load: memory, handles and threads of the processes level. Runs with <c>./test --soak</c>.</summary>
[Collection<FaultTableRun>]
public sealed class SoakTests(FaultySystems systems, ITestOutputHelper output)
{
    /// <summary>Minutes of load; 30 by default.</summary>
    private const string Minutes = "EDGAR_SOAK_MINUTES";

    private const double Rate = 200;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    [Trait("run", "soak")]
    public async Task Memory_handles_and_threads_level()
    {
        var length = TimeSpan.FromMinutes(double.Parse(
            Environment.GetEnvironmentVariable(Minutes) is { Length: > 0 } minutes ? minutes : "30", CultureInfo.InvariantCulture));
        var system = await systems.GetAsync(SystemKind.Stores);
        LocalProcessUse[] first = [.. Read(system)];
        var samples = first.ToDictionary(process => process.Id, process => new List<LocalProcessUse> { process });
        await using var traffic = new FaultTraffic(system, Rate);
        using var timer = new PeriodicTimer(length / 60);
        while (traffic.Now < length && await timer.WaitForNextTickAsync(Token))
        {
            foreach (var use in Read(system))
                Assert.True(samples.ContainsKey(use.Id) && Add(use), $"{use} has started meanwhile");
        }

        await traffic.StopAsync();
        Assert.DoesNotContain(traffic.Requests, request => request.Error is not null || request.Repeated is not null);
        var growing = new List<string>();
        foreach (var process in samples.Values)
        {
            foreach (var (what, get, allowed) in LocalProcessUse.Measures)
            {
                // The first third is warm-up; then the mean of the last third must not be above that of the middle one by more than noise.
                var third = process.Count / 3;
                var (middle, last) = (process.Skip(third).Take(third).Average(get), process.TakeLast(third).Average(get));
                var line = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{process[0].Name} {process[0].Id}: {what} {get(process[0]):0} at the start, {middle:0}, {last:0}");
                output.WriteLine(line);
                if (last > middle * (1 + allowed) + 2) growing.Add(line);
            }
        }

        Assert.True(growing.Count == 0, string.Join('\n', growing));

        bool Add(LocalProcessUse use)
        {
            samples[use.Id].Add(use);
            return true;
        }
    }

    private static IEnumerable<LocalProcessUse> Read(FaultySystem system) =>
        system.ApiProcesses.Concat(system.Processes("warmer")).Select(process => LocalProcessUse.Read(process.Resource, process.Id));
}
