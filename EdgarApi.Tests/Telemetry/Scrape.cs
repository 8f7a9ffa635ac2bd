using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgarApi.Tests.Telemetry;

/// <summary>A series of a scrape.</summary>
/// <param name="Name">Name of the sample: for histograms with <c>_bucket</c>, <c>_sum</c> or <c>_count</c>.</param>
/// <param name="Labels">Labels without those that the exporter adds to every series.</param>
/// <param name="Scope">Name of the meter.</param>
/// <param name="Value">The value.</param>
internal sealed record ScrapedSeries(string Name, IReadOnlyDictionary<string, string> Labels, string Scope, double Value);

/// <summary>A response of <c>/metrics</c> in the Prometheus text format.</summary>
internal sealed partial class Scrape
{
    private static readonly string[] HistogramSuffixes = ["_bucket", "_sum", "_count"];

    private Scrape(IReadOnlyDictionary<string, string> types, IReadOnlyList<ScrapedSeries> series) => (Types, Series) = (types, series);

    /// <summary>Type by name of the metric.</summary>
    public IReadOnlyDictionary<string, string> Types { get; }

    public IReadOnlyList<ScrapedSeries> Series { get; }

    public static async Task<Scrape> ReadAsync(HttpClient client) =>
        Parse(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken));

    public static Scrape Parse(string text)
    {
        var types = new Dictionary<string, string>();
        var series = new List<ScrapedSeries>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal)) types.Add(line.Split(' ')[2], line.Split(' ')[3]);
            if (line[0] == '#') continue;
            var sample = SampleLine().Match(line);
            Assert.True(sample.Success, line);
            var labels = Label().Matches(sample.Groups[2].Value)
                .ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value);
            series.Add(new ScrapedSeries(
                sample.Groups[1].Value,
                labels.Where(label => !label.Key.StartsWith("otel_scope_", StringComparison.Ordinal)).ToDictionary(),
                labels.GetValueOrDefault("otel_scope_name", ""),
                double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture)));
        }

        return new Scrape(types, series);
    }

    /// <summary>Gets the series of a metric, of histograms all kinds.</summary>
    public IEnumerable<ScrapedSeries> Get(string metric) => Series.Where(series => GetMetric(series) == metric);

    /// <summary>Sums the samples with a name and at least the given labels.</summary>
    public double Sum(string name, params (string Label, string Value)[] labels) => Series
        .Where(series => series.Name == name && labels.All(label => series.Labels.GetValueOrDefault(label.Label) == label.Value))
        .Sum(series => series.Value);

    /// <summary>Gets the name of the metric that a series belongs to.</summary>
    public string GetMetric(ScrapedSeries series) => HistogramSuffixes
        .Where(suffix => series.Name.EndsWith(suffix, StringComparison.Ordinal)).Select(suffix => series.Name[..^suffix.Length])
        .FirstOrDefault(name => Types.GetValueOrDefault(name) == "histogram") ?? series.Name;

    [GeneratedRegex("""^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$""")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)""")]
    private static partial Regex Label();
}
