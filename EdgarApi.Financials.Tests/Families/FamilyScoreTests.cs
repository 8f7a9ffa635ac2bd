using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Tests.Families;

/// <summary>
/// Statements of 75 REITs, utilities, oil and gas companies, insurers, brokers, asset managers, SPACs and others have the lines of their
/// filings. Each remaining difference is judged in <c>Expected/family-differences.tsv</c>, or <c>family-custom-differences.tsv</c> if the
/// line's concept is the filer's own.
/// </summary>
public class FamilyScoreTests
{
    /// <summary>The shares reached, rounded down, so that no line gets lost. docs/accuracy.md compares them with the targets.</summary>
    private const decimal LeastOfCoreLines = 0.992m, LeastOfCoreFigures = 0.994m, LeastOfFamilyLines = 0.950m;

    /// <summary>The beginning of the reason of a line that only has like words in its label.</summary>
    private const string OtherKind = "other kind";

    private static readonly Dictionary<string, string> Judged = ReadReasons("family-differences.tsv");

    private static readonly Dictionary<string, string> JudgedCustom = ReadReasons("family-custom-differences.tsv");

    private static readonly IReadOnlyList<ScoredLine> Core = [.. FamilyScore.Standard.Where(line => FamilyLines.IsCore(line.Line.Metric))];

    private static readonly IReadOnlyList<ScoredLine> Family =
        [.. FamilyScore.Standard.Where(line => !FamilyLines.IsCore(line.Line.Metric))];

    [Fact]
    public void Core_lines_of_all_kinds_of_filers_are_those_of_their_filings() =>
        Assert.InRange(FamilyReport.GetShare(Core), LeastOfCoreLines, 1);

    /// <summary>Of a period's lines of a core metric, one is the metric itself.</summary>
    [Fact]
    public void Core_metrics_are_a_line_of_their_name() =>
        Assert.InRange(FamilyReport.GetShare(FamilyReport.GetFigures(Core)), LeastOfCoreFigures, 1);

    [Fact]
    public void Family_lines_are_those_of_the_filings() =>
        Assert.InRange(FamilyReport.GetShare(Family), LeastOfFamilyLines, 1);

    [Fact]
    public void Lines_name_metrics_of_the_catalog() =>
        Assert.NotEmptyAndAll(FamilyLines.All.ToList(), metric => Assert.True(MetricCatalog.TryFind(metric, out _), metric));

    [Fact]
    public void Each_remaining_difference_is_judged()
    {
        var differences = FamilyScore.Standard.Where(line => line.Outcome != Outcome.Right).ToList();
        if (Environment.GetEnvironmentVariable("EDGAR_FAMILY_REPORT") is { Length: > 0 } file)
            File.WriteAllText(file, FamilyReport.Create(Core, Family, FamilyScore.Custom, IsOfOtherKind));
        AssertJudged(Judged, differences, "definition|not in catalog|other kind|part|restated|rounded|sign|wrong");
    }

    /// <summary>The engine can only derive such a line; where it derives another value, the table says why.</summary>
    [Fact]
    public void Each_difference_from_a_line_with_a_concept_of_the_filers_own_is_judged() => AssertJudged(
        JudgedCustom, FamilyScore.Custom.Where(line => line.Outcome != Outcome.Right), "definition|not derivable|other line|wrong");

    private static void AssertJudged(Dictionary<string, string> reasons, IEnumerable<ScoredLine> differences, string kinds)
    {
        Assert.Equal(reasons.Keys.Order(), differences.Select(line => line.Line.Key).Distinct().Order());
        Assert.NotEmptyAndAll(reasons.Values, reason => Assert.Matches($"^({kinds}): .", reason));
    }

    private static bool IsOfOtherKind(ScoredLine line) =>
        Judged.GetValueOrDefault(line.Line.Key)?.StartsWith(OtherKind, StringComparison.Ordinal) == true;

    private static Dictionary<string, string> ReadReasons(string name) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Expected", name)).Skip(1)
            .Select(line => (Line: line, Tab: line.LastIndexOf('\t')))
            .ToDictionary(row => row.Line[..row.Tab], row => row.Line[(row.Tab + 1)..]);
}
