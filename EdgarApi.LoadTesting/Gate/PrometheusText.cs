using System.Globalization;

namespace EdgarApi.LoadTesting.Gate;

/// <summary>Reads the Prometheus text format.</summary>
internal static class PrometheusText
{
    /// <summary>Sums a metric over all its labels; null if the text does not contain it.</summary>
    public static double? Sum(string text, string metric)
    {
        double? sum = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.StartsWith(metric, StringComparison.Ordinal) || line.Length == metric.Length) continue;
            var rest = line[metric.Length..];
            if (rest[0] is not ('{' or ' ')) continue;
            var value = rest[(rest.LastIndexOf('}') + 1)..].Trim();
            // A timestamp may follow the value.
            if (value.IndexOf(' ') is > 0 and var end) value = value[..end];
            sum = (sum ?? 0) + double.Parse(value, CultureInfo.InvariantCulture);
        }
        return sum;
    }
}
