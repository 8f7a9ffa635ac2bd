using System.Globalization;
using System.Text;

namespace EdgarApi.Financials.Tests.Families;

/// <summary>
/// Statements of 75 REITs, utilities, oil and gas companies, insurers, brokers, asset managers, SPACs and others have the lines of their
/// filings. Each remaining difference is judged in <c>Expected/family-differences.tsv</c>.
/// </summary>
public class FamilyScoreTests
{
    private const decimal LeastOfCoreLines = 0.99m, LeastOfFamilyLines = 0.95m;

    /// <summary>The beginning of the reason of a line that only has like words in its label.</summary>
    private const string OtherKind = "other kind";

    /// <summary>The reasons of the differences by line.</summary>
    private static readonly Dictionary<string, string> Judged =
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Expected", "family-differences.tsv")).Skip(1)
            .Select(line => (Line: line, Tab: line.LastIndexOf('\t')))
            .ToDictionary(row => row.Line[..row.Tab], row => row.Line[(row.Tab + 1)..]);

    private static readonly IReadOnlyList<ScoredLine> Core =
        [.. FamilyScore.Lines.Where(line => !FamilyLines.IsFamilyLine(line.Line.Metric))];

    private static readonly IReadOnlyList<ScoredLine> Family =
        [.. FamilyScore.Lines.Where(line => FamilyLines.IsFamilyLine(line.Line.Metric) && !IsOfOtherKind(line))];

    [Fact]
    public void Core_lines_of_all_kinds_of_filers_are_those_of_their_filings() =>
        Assert.InRange(GetShare(Core, line => line.Outcome == Outcome.Right), LeastOfCoreLines, 1);

    [Fact]
    public void Family_lines_are_those_of_the_filings() =>
        Assert.InRange(GetShare(Family, line => line.Outcome == Outcome.Right), LeastOfFamilyLines, 1);

    /// <summary>One of the lines of one kind in a period is the kind's own metric; the others have like words in their labels.</summary>
    [Fact]
    public void Family_metrics_are_a_line_of_their_kind() => Assert.InRange(
        GetShare([.. Family.GroupBy(line => line.Line with { Value = null, Concept = "" })], kind => kind.Any(line => line.IsOwn)),
        LeastOfFamilyLines, 1);

    [Fact]
    public void Each_remaining_difference_is_judged()
    {
        var differences = FamilyScore.Lines.Where(line => line.Outcome != Outcome.Right).ToList();
        if (Environment.GetEnvironmentVariable("EDGAR_FAMILY_REPORT") is { Length: > 0 } file)
            File.WriteAllText(file, Report(differences));
        Assert.Equal(Judged.Keys.Order(), differences.Select(line => line.Line.Key).Distinct().Order());
        Assert.NotEmptyAndAll(Judged.Values, reason => Assert.Matches("^(definition|inferred|other kind|part|restated|sign): .", reason));
    }

    private static decimal GetShare<T>(IReadOnlyList<T> items, Func<T, bool> isRight) => (decimal)items.Count(isRight) / items.Count;

    private static bool IsOfOtherKind(ScoredLine line) =>
        Judged.GetValueOrDefault(line.Line.Key)?.StartsWith(OtherKind, StringComparison.Ordinal) == true;

    private static string Report(List<ScoredLine> differences)
    {
        var text = new StringBuilder();
        AddTable(text, "core metric", Core, line => line.Metric);
        AddTable(text, "kind, core metrics", Core, line => line.Kind);
        AddTable(text, "family line", Family, line => line.Metric);
        AddTable(text, "kind, family lines", Family, line => line.Kind);
        var kinds = Family.GroupBy(line => line.Line with { Value = null, Concept = "" }).ToList();
        var missing = kinds.Where(kind => !kind.Any(line => line.IsOwn)).ToList();
        text.AppendLine(
            CultureInfo.InvariantCulture, $"kinds of lines in a period with their metric: {kinds.Count - missing.Count} of {kinds.Count}");
        foreach (var kind in missing) text.AppendLine(CultureInfo.InvariantCulture, $"kind\t{kind.Key.Key}");
        foreach (var (line, outcome, _, shown) in differences)
            text.AppendLine(CultureInfo.InvariantCulture, $"{outcome}\t{line.Key}\t{line.Value}\t{shown}");
        return text.ToString();
    }

    private static void AddTable(StringBuilder text, string title, IReadOnlyList<ScoredLine> lines, Func<ExpectedLine, string> by)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"{title,-26} right differs no value");
        foreach (var group in lines.GroupBy(line => by(line.Line)).OrderBy(group => group.Key, StringComparer.Ordinal).Append(null))
        {
            int Count(Outcome outcome) => (group ?? lines.AsEnumerable()).Count(line => line.Outcome == outcome);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{group?.Key ?? "all",-26} {Count(Outcome.Right),5} {Count(Outcome.Differs),7} {Count(Outcome.NoValue),8}");
        }
        text.AppendLine();
    }
}
