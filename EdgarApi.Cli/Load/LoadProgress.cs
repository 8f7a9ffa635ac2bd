using System.Globalization;
using EdgarApi.LoadTesting;
using EdgarApi.LoadTesting.Measurement;
using Spectre.Console;

namespace EdgarApi.Cli.Load;

/// <summary>Progress of a run: a live table in a terminal, a line every few seconds elsewhere.</summary>
internal static class LoadProgress
{
    private const int SecondsPerLine = 5;

    public static async Task<LoadResult> ShowAsync(
        IAnsiConsole console, LoadSettings settings, Func<Action<LoadMeter, TimeSpan>, Task<LoadResult>> run)
    {
        var length = settings.Length;
        if (console.Profile.Capabilities.Interactive)
            return await console.Live(new Text("")).AutoClear(true)
                .StartAsync(context => run((meter, now) => context.UpdateTarget(CreateTable(meter, now, length)))).ConfigureAwait(false);
        return await run((meter, now) =>
        {
            if (meter.Timeline.Count % SecondsPerLine == 0) console.WriteLine(CreateLine(meter, now, length));
        }).ConfigureAwait(false);
    }

    private static string CreateLine(LoadMeter meter, TimeSpan now, TimeSpan length)
    {
        var (second, errors) = (meter.Timeline[^1], meter.Errors.Values.Sum());
        return FormattableString.Invariant($"{now:hh\\:mm\\:ss} of {length:hh\\:mm\\:ss}  ")
            + FormattableString.Invariant($"offered {second.Offered:N0}/s  completed {second.Completed:N0}/s  ")
            + FormattableString.Invariant($"p50 {second.P50:0.00} ms  p99 {second.P99:0.00} ms  errors {errors:N0}");
    }

    private static Table CreateTable(LoadMeter meter, TimeSpan now, TimeSpan length)
    {
        var table = new Table().Caption(CreateLine(meter, now, length));
        foreach (var column in (string[])["endpoint", "completed", "errors", "p50 ms", "p99 ms"]) table.AddColumn(column);
        foreach (var endpoint in meter.Endpoints)
        {
            var latency = endpoint.Latency;
            table.AddRow(
                endpoint.Name, Count(endpoint.Completed), Count(endpoint.Failed), Milliseconds(latency.P50), Milliseconds(latency.P99));
        }
        return table;

        static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
        static string Milliseconds(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
    }
}
