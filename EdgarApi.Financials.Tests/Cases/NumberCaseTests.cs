using System.Globalization;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Cases;

/// <summary>The cases' <c>index.tsv</c> names the right value of each figure with its evidence. All of them are shown.</summary>
public class NumberCaseTests
{
    /// <summary>Case, metric, frequency, last day, and the right value as text.</summary>
    public static TheoryData<string, string, string, string, string> Rows => [.. Read()];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Rows))]
    public void A_figure_is_right(string name, string metric, string frequency, string end, string right)
    {
        var value = NumberCases.Value(NumberCases.Facts(name), metric, Enum.Parse<Frequency>(frequency, ignoreCase: true), end);

        Assert.Contains(value.Value, Parse(right));
        if (value.Value is null) Assert.NotEmpty(value.Reason!);
    }

    /// <summary>The amounts of <c>none, or 13832000000 (…)</c>: a figure that is missing, or the amount.</summary>
    private static IEnumerable<decimal?> Parse(string right) => right.Split(", or ").Select(text => text.Split(' ')[0])
        .Select(text => text == "none" ? (decimal?)null : decimal.Parse(text, CultureInfo.InvariantCulture));

    private static IEnumerable<TheoryDataRow<string, string, string, string, string>> Read()
    {
        var index = Path.Combine(NumberCases.Folder, "index.tsv");
        if (!File.Exists(index)) yield break;
        foreach (var line in File.ReadLines(index).Skip(1))
        {
            var cells = line.Split('\t');
            // A line that was missing from the catalog has no id in the index.
            var isMissing = cells[2].EndsWith("cash flow of discontinued operations", StringComparison.Ordinal);
            yield return new(cells[0], isMissing ? "DiscontinuedCashFlow" : cells[2], cells[3], cells[4], cells[6]);
        }
    }
}
