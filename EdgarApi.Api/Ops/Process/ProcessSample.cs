using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgarApi.Api.Ops.Process;

/// <summary>A sample of this process's own metrics.</summary>
/// <param name="Name">Name of the sample, for histograms with <c>_bucket</c>, <c>_sum</c> or <c>_count</c>.</param>
/// <param name="Labels">The labels.</param>
/// <param name="Value">The value; a counter counts since the process started.</param>
internal sealed partial record ProcessSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>Reads Prometheus' text format.</summary>
    public static IReadOnlyList<ProcessSample> Parse(string text) =>
    [
        .. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => Line().Match(line))
            .Where(match => match.Success).Select(match => new ProcessSample(
                match.Groups[1].Value,
                Label().Matches(match.Groups[2].Value).Where(label => !label.Groups[1].Value.StartsWith("otel_", StringComparison.Ordinal))
                    .ToDictionary(label => label.Groups[1].Value, label => Unescape(label.Groups[2].Value)),
                double.Parse(match.Groups[3].Value.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture))),
    ];

    private static string Unescape(string value) => value.Replace("\\\"", "\"", StringComparison.Ordinal)
        .Replace("\\n", "\n", StringComparison.Ordinal).Replace(@"\\", @"\", StringComparison.Ordinal);

    [GeneratedRegex(@"^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)")]
    private static partial Regex Line();

    [GeneratedRegex("""(\w+)="((?:[^"\\]|\\.)*)["]""")]
    private static partial Regex Label();
}
