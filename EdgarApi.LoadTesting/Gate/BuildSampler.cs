using System.Diagnostics;
using System.Globalization;

namespace EdgarApi.LoadTesting.Gate;

/// <summary>Measures the workloads of a build by running its <c>edgar gate measure</c> in a process of its own.</summary>
public static class BuildSampler
{
    /// <summary>Name of the gate's command.</summary>
    public const string GateCommand = "gate";

    /// <summary>Name of its subcommand that prints samples.</summary>
    public const string MeasureCommand = "measure";

    /// <summary>Name of the option of <see cref="MeasureCommand"/> that slows the workloads down.</summary>
    public const string SlowdownOption = "--slowdown";

    /// <summary>Measures every workload once.</summary>
    /// <param name="program">Path of the build's <c>edgar.dll</c>.</param>
    /// <param name="slowdown">Extra work relative to the real work.</param>
    /// <param name="cancellationToken">Stops the process.</param>
    /// <exception cref="LoadTestException">The process fails or prints something else.</exception>
    public static async Task<IReadOnlyList<WorkloadSample>> SampleAsync(
        string program, double slowdown, CancellationToken cancellationToken)
    {
        string[] arguments =
            ["exec", program, GateCommand, MeasureCommand, SlowdownOption, slowdown.ToString(CultureInfo.InvariantCulture)];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // Compiles everything fully optimized and once; tiered compilation would reoptimize at unpredictable times.
        start.Environment["DOTNET_TieredCompilation"] = "0";
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            if (process.ExitCode != 0)
                throw new LoadTestException(
                    $"{program} cannot measure its workloads (exit code {process.ExitCode}): {(await error.ConfigureAwait(false)).Trim()}");
            var lines = (await output.ConfigureAwait(false))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return [.. lines.Select(WorkloadSample.Parse)];
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
