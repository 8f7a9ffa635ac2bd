using System.Diagnostics;

namespace EdgarApi.Cli.Gate;

/// <summary>Samples of two builds, taken in turns so that whatever the machine does meanwhile happens to both.</summary>
internal static class BuildComparison
{
    /// <param name="rounds">Observations of each build; each is a process of its own, since what one process sees hangs together.</param>
    /// <param name="before">Takes one observation of every workload from the build that was.</param>
    /// <param name="after">The same from the build that is.</param>
    public static async Task<IReadOnlyList<TimeComparison>> RunAsync(
        int rounds, Func<Task<IReadOnlyList<WorkloadSample>>> before, Func<Task<IReadOnlyList<WorkloadSample>>> after, Action<int> onRound)
    {
        var (ofBefore, ofAfter) = (new List<WorkloadSample>(), new List<WorkloadSample>());
        for (var round = 0; round < rounds; round++)
        {
            // ABBA: neither build is always the one that runs second.
            var isTurned = round % 2 == 1;
            foreach (var isAfter in (bool[])[isTurned, !isTurned])
                (isAfter ? ofAfter : ofBefore).AddRange(await (isAfter ? after : before)().ConfigureAwait(false));
            onRound(round + 1);
        }
        var known = ofBefore.ToLookup(sample => sample.Workload, sample => sample.Nanoseconds);
        return [.. ofAfter.GroupBy(sample => sample.Workload, sample => sample.Nanoseconds).Where(workload => known.Contains(workload.Key))
            .Select(workload => TimeComparison.Of(workload.Key, [.. known[workload.Key]], [.. workload]))];
    }

    /// <summary>One observation of every workload by a process of a build of <c>edgar</c>.</summary>
    public static async Task<IReadOnlyList<WorkloadSample>> SampleAsync(string program, double slowdown, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["exec", program, GateCommand.Name, GateCommand.SampleName, "--slowdown", slowdown.ToString(System.Globalization.CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        // Code is compiled once and fully: when the runtime would optimize it again is chance.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        using var process = Process.Start(start)!;
        try
        {
            var (standard, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0) throw new CommandException($"{program} cannot take samples (exit code {process.ExitCode}): {(await error.ConfigureAwait(false)).Trim()}");
            return [.. (await standard.ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(WorkloadSample.Parse)];
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
