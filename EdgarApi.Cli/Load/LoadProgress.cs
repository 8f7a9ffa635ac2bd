using System.Globalization;
using EdgarApi.Cli.Load.Measurement;
using Spectre.Console;

namespace EdgarApi.Cli.Load;

/// <summary>How a run goes: a table that changes in a terminal, a line every few seconds elsewhere.</summary>
internal static class LoadProgress
{
    private const int LineSeconds = 5;

    public static async Task<LoadResult> ShowAsync(IAnsiConsole console, LoadSettings settings, Func<Action<LoadMeter, TimeSpan>, Task<LoadResult>> run)
    {
        var length = settings.RampUp + settings.Duration;
        if (!console.Profile.Capabilities.Interactive)
            return await run((meter, now) => { if (meter.Timeline.Count % LineSeconds == 0) console.WriteLine(Line(meter, now, length)); }).ConfigureAwait(false);
        return await console.Live(new Text("")).AutoClear(true)
            .StartAsync(context => run((meter, now) => context.UpdateTarget(Table(meter, now, length)))).ConfigureAwait(false);
    }

    private static string Line(LoadMeter meter, TimeSpan now, TimeSpan length)
    {
        var second = meter.Timeline[^1];
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{now:mm\\:ss} of {length:mm\\:ss}  offered {second.Offered:N0}/s  ended {second.Ended:N0}/s  p50 {second.P50:0.00} ms  p99 {second.P99:0.00} ms  errors {meter.Errors.Values.Sum():N0}");
    }

    private static Table Table(LoadMeter meter, TimeSpan now, TimeSpan length)
    {
        var table = new Table().Caption(Line(meter, now, length));
        foreach (var column in (string[])["endpoint", "ended", "errors", "p50 ms", "p99 ms"]) table.AddColumn(column);
        foreach (var endpoint in meter.Endpoints)
        {
            var latency = LatencySummary.Of(endpoint.Latency);
            table.AddRow(endpoint.Name, Number(endpoint.Ended), Number(endpoint.Failed), latency.P50.ToString("0.00", CultureInfo.InvariantCulture), latency.P99.ToString("0.00", CultureInfo.InvariantCulture));
        }
        return table;

        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
    }
}
