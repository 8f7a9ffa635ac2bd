namespace EdgarApi.Financials.Tests.Families;

/// <summary>
/// The metrics that have the lines of <c>index.tsv</c>. The table groups a statement's lines by the words of their labels, so
/// <c>Expected/family-lines.tsv</c> names the metric of each by kind of line and concept. A line without a metric is not in the catalog.
/// </summary>
internal static class FamilyLines
{
    /// <summary>The core metrics of the table; it lists several lines of the last four, which are those of banks and insurers.</summary>
    private static readonly HashSet<string> Core =
    [
        "Assets", "CapitalExpenditures", "CashAndEquivalents", "EpsDiluted", "Equity", "Liabilities", "LongTermDebt", "NetIncome",
        "OperatingCashFlow", "OperatingIncome", "PretaxIncome", "Revenue",
        "InterestExpense", "InterestIncome", "PolicyBenefits", "PremiumsEarned",
    ];

    private static readonly Dictionary<(string Line, string Concept), string[]> Metrics =
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Expected", "family-lines.tsv")).Skip(1).Select(line => line.Split('\t'))
            .ToDictionary(cells => (cells[0], cells[1]), cells => cells[2].Split(',', StringSplitOptions.RemoveEmptyEntries));

    private static readonly HashSet<string> Grouped = [.. Metrics.Keys.Select(key => key.Line)];

    /// <summary>Every metric that the table names.</summary>
    public static IEnumerable<string> All => Metrics.Values.SelectMany(metrics => metrics).Distinct();

    /// <summary>The metrics that may have a line, a family's own before the general one.</summary>
    public static string[] GetMetrics(ExpectedLine line) => IsGrouped(line.Metric) ? Metrics[(line.Metric, line.Concept)] : [line.Metric];

    /// <summary>Whether lines of several metrics have the name.</summary>
    public static bool IsGrouped(string line) => Grouped.Contains(line);

    public static bool IsCore(string line) => Core.Contains(line);
}
