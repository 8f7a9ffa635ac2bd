using System.Globalization;
using System.Text.RegularExpressions;
using EdgarApi.Api.Ops.Dashboards;
using EdgarApi.Contracts.Telemetry;

namespace EdgarApi.Api.Ops.Process;

/// <summary>
/// A panel without Prometheus: the current values of the metrics that its queries read, in this process. Quantiles are estimated over all
/// measurements since the process started, counters count since then.
/// </summary>
internal static partial class ProcessPanel
{
    private const string Buckets = "_bucket", Sum = "_sum", Count = "_count";

    /// <summary>What Prometheus would record, as an expression over metrics of a process.</summary>
    private static readonly Dictionary<string, string> Recorded = new()
    {
        ["error_rate_by_endpoint"] = "sum by (route) (http_requests_total{status=~\"5..\"})",
    };

    public static PanelResponse Create(DashboardPanel panel, IReadOnlyList<ProcessSample> samples)
    {
        var names = samples.Select(sample => sample.Name).ToHashSet();
        return new PanelResponse(
            panel.Type, panel.Title, panel.Description, panel.Runbooks,
            [.. panel.Targets.SelectMany(target => Read(target, samples, names)).DistinctBy(series => series.Name)]);
    }

    private static IEnumerable<PanelSeries> Read(PanelTarget target, IReadOnlyList<ProcessSample> samples, HashSet<string> names)
    {
        var expression = Recorded.GetValueOrDefault(target.Expression, target.Expression);
        var labels = Grouping().Match(expression) is { Success: true } grouping
            ? grouping.Groups[1].Value.Split(", ").Where(label => label is not ("le" or "instance" or "job")).ToList()
            : null;
        foreach (var selector in ProcessSelector.FindAll(expression, names))
        {
            var selected = samples.Where(sample => sample.Name == selector.Name && selector.Matches(sample.Labels)).ToList();
            if (selector.Name.EndsWith(Buckets, StringComparison.Ordinal))
            {
                if (ReadQuantile(expression) is { } quantile)
                    yield return PanelSeries.Create(target.Legend, target, [ProcessHistogram.From(selected).FindQuantile(quantile)]);
            }
            else if (!selector.Name.EndsWith(Count, StringComparison.Ordinal))
            {
                foreach (var series in ReadSums(target, selector, selected, labels, samples)) yield return series;
            }
        }
    }

    /// <summary>Adds up the samples with equal labels. If the query divides a histogram's sum by its count, so does this.</summary>
    private static IEnumerable<PanelSeries> ReadSums(
        PanelTarget target, ProcessSelector selector, List<ProcessSample> selected, List<string>? labels,
        IReadOnlyList<ProcessSample> samples)
    {
        var name = selector.Name.EndsWith(Sum, StringComparison.Ordinal) ? selector.Name[..^Sum.Length] : selector.Name;
        var metric = OperationalMetrics.All.FirstOrDefault(known => known.ExposedName == name);
        var isGauge = metric?.Type == OperationalMetricType.Gauge;
        var isShownAsItIs = target.Expression == selector.Text;
        var raw = target with { Unit = GetUnit(metric, target), Thresholds = isShownAsItIs ? target.Thresholds : [] };
        var counts = target.Expression.Contains(name + Count, StringComparison.Ordinal)
            ? samples.Where(sample => sample.Name == name + Count).ToLookup(GetKey)
            : null;
        if (selected.Count == 0) yield return PanelSeries.Create(selector.Text, raw, [0]);
        foreach (var group in selected.GroupBy(GetKey).OrderByDescending(group => group.Sum(GetValue)))
        {
            var value = group.Sum(GetValue) / (counts?[group.Key].Sum(GetValue) ?? 1);
            yield return PanelSeries.Create($"{selector.Text} {group.Key}".Trim(), raw, [double.IsFinite(value) ? value : null]);
        }

        string GetKey(ProcessSample sample) => ProcessPanel.GetKey(sample, labels, isGauge);
        static double GetValue(ProcessSample sample) => sample.Value;
    }

    /// <summary>The values of the labels that the query groups by. A gauge that it does not group has all of its labels.</summary>
    private static string GetKey(ProcessSample sample, List<string>? labels, bool isGauge)
    {
        IEnumerable<string> shown = labels is not null ? labels : isGauge ? sample.Labels.Keys.Order(StringComparer.Ordinal) : [];
        return string.Join(' ', shown.Select(label => sample.Labels.GetValueOrDefault(label)).Where(value => !string.IsNullOrEmpty(value)));
    }

    private static string GetUnit(OperationalMetric? metric, PanelTarget target) => metric?.Unit switch
    {
        null => target.Unit,
        "%" => "percent",
        "By" => "bytes",
        "s" => "s",
        _ => "short",
    };

    private static double? ReadQuantile(string expression) => Quantile().Match(expression) is { Success: true } found
        ? double.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"by \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"histogram_quantile\(([\d.]+),")]
    private static partial Regex Quantile();
}
