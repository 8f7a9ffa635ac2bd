using EdgarApi.Tests.Faults.Table;
using EdgarApi.Tests.Faults.Traffic;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>Runs one row of the fault table: load, the fault, its end, and the recovery.</summary>
/// <param name="system">The system.</param>
/// <param name="rate">Requests per second.</param>
/// <param name="around">How long the load runs before the fault and after the recovery.</param>
/// <param name="attemptTimeout">
/// How long a request waits for a response before it is repeated; by default half a second if the row allows that, otherwise ten.
/// </param>
internal sealed class FaultRun(FaultySystem system, double rate, TimeSpan around, TimeSpan? attemptTimeout = null)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="fault">The row.</param>
    /// <param name="lasts">How long the fault lasts; null takes the row's time.</param>
    public async Task<FaultResult> RunAsync(Fault fault, TimeSpan? lasts = null)
    {
        await Waiting.UntilAsync(system.IsHealthyAsync);
        if (fault.CountsUsage) await system.MarkUsageAsync();
        await using var traffic = new FaultTraffic(system, rate, attemptTimeout ?? TimeSpan.FromSeconds(fault.AllowsRepeats ? 0.5 : 10));
        await Task.Delay(around, Token);

        var begun = traffic.Now;
        var ended = begun;
        try
        {
            await fault.CauseAsync(system);
            ended = traffic.Now; // unless it has to be ended
            if (fault.EndAsync is not null) await Task.Delay(lasts ?? fault.Lasts, Token);
        }
        finally
        {
            if (fault.EndAsync is not null)
            {
                ended = traffic.Now;
                await fault.EndAsync(system);
            }
        }

        var recovered = await WaitForRecoveryAsync(fault, traffic, ended, fault.EndAsync is null ? lasts ?? fault.Lasts : around);
        await traffic.StopAsync();
        system.Sent = traffic.Requests.Count;
        List<string> broken =
        [
            .. fault.CountsUsage ? await system.FindLostUsageAsync() : [],
            .. fault.FindBrokenAsync is null ? [] : await fault.FindBrokenAsync(system),
        ];
        var result = FaultResult.Create(fault, system.Expected.Endpoints, traffic, new FaultTimes(begun, ended, recovered), broken);
        if (fault.RepairAsync is not null) await fault.RepairAsync(system);
        return result;
    }

    /// <summary>
    /// Waits until everything has worked as before for a while, because some faults are noticed only after a moment. Returns when it did
    /// not for the last time.
    /// </summary>
    private async Task<TimeSpan> WaitForRecoveryAsync(Fault fault, FaultTraffic traffic, TimeSpan ended, TimeSpan quiet)
    {
        for (var broken = ended; ; await Task.Delay(PollInterval, Token))
        {
            if (!await fault.HasRecoveredAsync(system))
            {
                broken = traffic.Now;
                if (broken - ended > fault.RecoveryLimit) return broken;
            }
            else if (traffic.Now - broken >= quiet)
            {
                return broken;
            }
        }
    }
}
