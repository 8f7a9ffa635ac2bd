using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgarApi.Financials.Tests.Rules;

/// <summary>
/// Numbers that decide are in <c>Thresholds.cs</c>. Numbers up to four may stand anywhere, as those of a year's quarters do, except where
/// they have a name of their own or a fractional part.
/// </summary>
public partial class ThresholdTests
{
    private const int LargestPlainNumber = 4;

    /// <summary>Files with numbers that decide nothing about values, each with the reason.</summary>
    private static readonly Dictionary<string, string> Exceptions = new()
    {
        ["Thresholds.cs"] = "the place of thresholds",
        ["Accession.cs"] = "the form of an accession number",
        ["Cik.cs"] = "the form of a CIK",
        ["CompactRowReader.cs"] = "the form of the SEC's rows",
        ["CompanyFacts.cs"] = "the mark of an instant, the size of objects in memory",
        ["CompanyFactsParser.cs"] = "limits of the parser",
        ["FactColumnsBuilder.cs"] = "the mark of a missing row",
        ["FilerFamily.cs"] = "codes of the Standard Industrial Classification",
        ["IsoDay.cs"] = "the form of a date",
        ["RatioEvaluation.cs"] = "the exponent of a root",
        ["RulesVersion.cs"] = "a version",
        ["SeriesPeriods.cs"] = "the mark of several periods",
        ["ShortDecimal.cs"] = "the digits that a long holds",
        ["SnapshotCursor.cs"] = "the format of snapshots",
        ["SnapshotFormat.cs"] = "the format of snapshots",
        ["SnapshotReader.cs"] = "the format of snapshots",
        ["SnapshotWriter.cs"] = "the format of snapshots",
        ["ValueBlocks.cs"] = "the size of a block in memory",
        ["TablesOfParts.cs"] = "the quarters of a year",
        ["TaxonomyMap.cs"] = "the columns of a table",
        ["Utf8Interner.cs"] = "the size of a table in memory",
    };

    [Fact]
    public void Thresholds_are_in_one_file() => Assert.Empty(
        SourceFiles.GetEngine().Where(file => !Exceptions.ContainsKey(file.Name))
            .SelectMany(file => FindThresholds(file.Text).Select(found => $"{file.Name}: {found}")));

    [Fact]
    public void Every_exception_is_a_file() =>
        Assert.Subset(SourceFiles.GetEngine().Select(file => file.Name).ToHashSet(), Exceptions.Keys.ToHashSet());

    [Theory]
    [InlineData("private const decimal Most = 0.02m;")]
    [InlineData("private static readonly decimal[] Fractions = [1.5m, 4m / 3];")]
    [InlineData("private static readonly double Most = 0.9;")]
    [InlineData("private const int Fewest = 2;")]
    [InlineData("private static ReadOnlySpan<int> Days => [84, 91];")]
    [InlineData("public static int Most { get; } = 3;")]
    [InlineData("const int first = Thresholds.First, most = 7;")]
    [InlineData("if (Math.Abs(difference) > 0.25 * total) return;")]
    [InlineData("if (days <= 45) return;")]
    [InlineData("return days is >= 1_000;")]
    [InlineData("return 360 < days;")]
    [InlineData("return count == 12;")]
    [InlineData("return Math.Max(shares, 10_000);")]
    public void A_threshold_elsewhere_is_found(string code) => Assert.NotEmpty(FindThresholds(code));

    [Theory]
    [InlineData("private const int Tolerance = Thresholds.SamePeriodDays;")]
    [InlineData("private const string Name = \"within 45 days\"; // as in 1.5 quarters")]
    [InlineData("for (var quarter = 1; quarter <= 4; quarter++) sum += 0m;")]
    [InlineData("return difference <= unit / 2 && Math.Abs(error) <= 0.5m * unit;")]
    [InlineData("private static int Next(int row) => row + 1;")]
    [InlineData("while (value % (unit * 10) == 0) unit *= 10;")]
    public void Other_numbers_are_not(string code) => Assert.Empty(FindThresholds(code));

    /// <summary>Named numbers, numbers with a fractional part other than a half, and larger ones in comparisons.</summary>
    private static IEnumerable<string> FindThresholds(string code)
    {
        var plain = TextOrComment().Replace(code, "");
        return NamedNumber().Matches(plain).Where(match => Digits().IsMatch(match.Groups["value"].Value))
            .Concat(Fraction().Matches(plain))
            .Concat(Comparison().Matches(plain).Where(match => Parse(match.Groups["number"].Value) > LargestPlainNumber))
            .Select(match => match.Value);
    }

    private static decimal Parse(string number) =>
        decimal.Parse(number.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    [GeneratedRegex("""//[^\n]*|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)+'""")]
    private static partial Regex TextOrComment();

    [GeneratedRegex("""
        \b(?:const|static\ readonly|static)\ (?:\w+<)?(?:decimal|double|float|int|uint|long|short|byte)\b[\[\]>?]*\ \w+
        \s*(?:=>|(?:\{\ get;\ \}\ )?=)(?<value>[^;]*);
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NamedNumber();

    [GeneratedRegex(@"(?<![\w.])\d")]
    private static partial Regex Digits();

    [GeneratedRegex(@"(?<![\w.])(?!0\.5m?\b)\d[\d_]*\.\d+[mdf]?\b")]
    private static partial Regex Fraction();

    [GeneratedRegex("""
        (?:(?<![<=>])[<>]=?|[=!]=|\b(?:is|or|and|not)|Math\.(?:Max|Min|Round)\([^;]*?,)\ (?<number>\d[\d_]*)m?(?![\w.])
        |(?<![\w.])(?<number>\d[\d_]*)m?\ [<>]=?\ (?!\d)
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comparison();
}
