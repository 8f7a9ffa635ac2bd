using System.Globalization;
using EdgarApi.LoadTesting.Report;

namespace EdgarApi.Operations.Reviews;

/// <summary>Charts over the period of a review.</summary>
internal static class ReviewCharts
{
    private const int Ticks = 6;

    /// <summary>Draws series of a timeline; null if none has a value.</summary>
    public static ReviewChart? Create(
        ReviewTimeline timeline, string title, string unit, params (string Name, IReadOnlyList<double?> Values, double Factor)[] series)
    {
        var lines = series.Select(line => new ChartLine(line.Name, [.. line.Values.Select((value, i) => (X: (double)i, Y: value))
            .Where(point => point.Y is not null).Select(point => (point.X, point.Y!.Value * line.Factor))]))
            .Where(line => line.Points.Count > 1).ToList();
        if (lines.Count == 0) return null;
        var points = lines.SelectMany(line => line.Points).Select(point => point.X).ToList();
        var (first, last) = ((int)points.Min(), (int)points.Max());
        var format = timeline.Step * (last - first) > TimeSpan.FromDays(2) ? "MM-dd" : "HH:mm";
        return new ReviewChart(new LineChart(
            title, unit, lines,
            Ticks: [.. Enumerable.Range(0, Ticks).Select(i => first + (last - first) * i / (Ticks - 1)).Distinct()
                .Select(at => ((double)at, timeline.GetTime(at).UtcDateTime.ToString(format, CultureInfo.InvariantCulture)))]));
    }

    /// <summary>Draws values by day.</summary>
    public static ReviewChart? CreateDaily(string title, string unit, string name, IReadOnlyList<(DateOnly Day, double Value)> days) =>
        days.Count < 2 ? null : new ReviewChart(new LineChart(
            title, unit, [new ChartLine(name, [.. days.Select(day => ((double)day.Day.DayNumber, day.Value))])],
            Ticks: [.. days.Where((_, i) => i % Math.Max(1, days.Count / Ticks) == 0)
                .Select(day => ((double)day.Day.DayNumber, ReviewFormat.Text($"{day.Day:MM-dd}")))]));
}
