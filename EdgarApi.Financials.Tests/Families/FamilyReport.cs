using System.Globalization;
using System.Text;

namespace EdgarApi.Financials.Tests.Families;

/// <summary>Tables of the scored lines by metric and by kind of filer, and every difference.</summary>
internal static class FamilyReport
{
    public static string Create(
        IReadOnlyList<ScoredLine> core, IReadOnlyList<ScoredLine> family, IEnumerable<ScoredLine> custom,
        Func<ScoredLine, bool> isOfOtherKind)
    {
        var text = new StringBuilder();
        AddShare(text, "core lines", core);
        AddShare(text, "core lines without those of another kind", [.. core.Where(line => !isOfOtherKind(line))]);
        AddShare(text, "core metrics of a period", GetFigures(core));
        AddShare(text, "family lines", family);
        AddShare(text, "family lines without those of another kind", [.. family.Where(line => !isOfOtherKind(line))]);
        AddTable(text, "core metric", core, line => line.Metric);
        AddTable(text, "kind, core metrics", core, line => line.Kind);
        AddTable(text, "family line", family, line => line.Metric);
        AddTable(text, "kind, family lines", family, line => line.Kind);
        foreach (var (line, outcome, _, shown) in core.Concat(family).Concat(custom).Where(line => line.Outcome != Outcome.Right))
            text.AppendLine(CultureInfo.InvariantCulture, $"{outcome}\t{line.Key}\t{line.Value}\t{shown}");
        return text.ToString();
    }

    public static decimal GetShare(IReadOnlyList<ScoredLine> lines) => (decimal)CountRight(lines) / lines.Count;

    /// <summary>One line per metric and period: the one that the metric has, or any.</summary>
    public static IReadOnlyList<ScoredLine> GetFigures(IReadOnlyList<ScoredLine> lines) =>
    [
        .. lines.GroupBy(line => line.Line with { Value = null, Concept = "" }).Select(
            lines => lines.FirstOrDefault(line => line.HasMetric) ?? lines.First() with { Outcome = Outcome.Differs }),
    ];

    private static int CountRight(IEnumerable<ScoredLine> lines) => lines.Count(line => line.Outcome == Outcome.Right);

    private static void AddShare(StringBuilder text, string title, IReadOnlyList<ScoredLine> lines) => text.AppendLine(
        CultureInfo.InvariantCulture, $"{title}: {CountRight(lines)} of {lines.Count} = {100 * GetShare(lines):F2} %");

    private static void AddTable(StringBuilder text, string title, IReadOnlyList<ScoredLine> lines, Func<ExpectedLine, string> by)
    {
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{title,-26} right differs no value");
        foreach (var group in lines.GroupBy(line => by(line.Line)).OrderBy(group => group.Key, StringComparer.Ordinal).Append(null))
        {
            int Count(Outcome outcome) => (group ?? lines.AsEnumerable()).Count(line => line.Outcome == outcome);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{group?.Key ?? "all",-26} {Count(Outcome.Right),5} {Count(Outcome.Differs),7} {Count(Outcome.NoValue),8}");
        }
        text.AppendLine();
    }
}
