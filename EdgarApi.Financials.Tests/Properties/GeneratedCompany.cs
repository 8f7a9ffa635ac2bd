using CsCheck;

namespace EdgarApi.Financials.Tests.Properties;

/// <summary>
/// A generated company. Each year it files three quarterly reports and an annual one, with comparatives for the year before.
/// Income is reported by quarter and year to date, cash flows year to date only, and balance sheets at both ends of the period.
/// Some years are restated a year later, and some rows are missing.
/// </summary>
internal sealed class GeneratedCompany
{
    /// <summary>A fiscal year's quarters as first reported and as restated one year later.</summary>
    internal sealed record Year(int Label, DateOnly Start, Quarter[] Quarters, bool IsRestated);

    internal sealed record Quarter(
        decimal Revenue, decimal NetIncome, decimal OperatingCashFlow, decimal Assets, decimal Liabilities, decimal Shares);

    private const decimal Restatement = 0.75m;

    private static readonly Gen<Quarter> Quarters = Gen.Select(
        Gen.Int[10_000, 90_000],
        Gen.Int[-5_000, 20_000],
        Gen.Int[-9_000, 30_000],
        Gen.Int[200_000, 300_000],
        Gen.Int[50_000, 150_000],
        Gen.Int[20_000, 24_000],
        (revenue, income, cash, assets, liabilities, shares) =>
            new Quarter(revenue * 4_000m, income * 4_000m, cash * 4_000m, assets * 4_000m, liabilities * 4_000m, shares * 1_000m));

    public static readonly Gen<GeneratedCompany> Any = Gen.Select(
        Gen.Int[2, 4], Gen.Int[1, 12], Quarters.Array[16], Gen.Bool.Array[4], Gen.Int[0, 12].Array[3],
        (years, month, quarters, restated, missing) => new GeneratedCompany(years, month, quarters, restated, missing));

    private GeneratedCompany(int years, int month, Quarter[] quarters, bool[] restated, int[] missing)
    {
        var start = new DateOnly(2014, month, 1);
        Years = [.. Enumerable.Range(0, years).Select(i =>
            new Year(start.AddYears(i + 1).AddDays(-1).Year, start.AddYears(i), quarters[(4 * i)..(4 * i + 4)], restated[i]))];
        var all = new List<GeneratedFact>();
        for (var i = 0; i < years; i++)
            for (var quarter = 1; quarter <= 4; quarter++) AddReport(all, i, quarter);
        // Filers sometimes omit a row.
        var flows = all.Where(fact => fact.Concept.StartsWith("NetCash", StringComparison.Ordinal) && fact.FiscalPeriod != "FY")
            .Select(fact => (fact.Start, fact.End))
            .Distinct().ToList();
        var forgotten = missing.Where(at => at < flows.Count / 4).Select(at => flows[at]).ToHashSet();
        Facts =
        [
            .. all.Where(fact =>
                !fact.Concept.StartsWith("NetCash", StringComparison.Ordinal) || !forgotten.Contains((fact.Start, fact.End))),
        ];
    }

    public Year[] Years { get; }

    public IReadOnlyList<GeneratedFact> Facts { get; }

    /// <summary>Days on which something was filed.</summary>
    public IReadOnlyList<DateOnly> FilingDays => [.. Facts.Select(fact => fact.Filed).Distinct().Order()];

    /// <summary>The quarter's true figures, as first reported and as restated if it was.</summary>
    public IEnumerable<decimal> True(string metric, int label, int quarter)
    {
        var year = Array.Find(Years, year => year.Label == label)!;
        var value = metric switch
        {
            "Revenue" => year.Quarters[quarter - 1].Revenue,
            "NetIncome" => year.Quarters[quarter - 1].NetIncome,
            _ => year.Quarters[quarter - 1].OperatingCashFlow,
        };
        return year.IsRestated ? [value, value * Restatement] : [value];
    }

    private void AddReport(List<GeneratedFact> facts, int year, int quarter)
    {
        var end = GetEnd(Years[year], quarter);
        var (form, period) = quarter == 4 ? ("10-K", "FY") : ("10-Q", $"Q{quarter}");
        var report = new GeneratedFact(
            "", "USD", null, end, 0, $"0000000001-{end.Year % 100:00}-{year * 4 + quarter:000000}", form,
            end.AddDays(quarter == 4 ? 55 : 35), Years[year].Label, period);
        for (var shown = year; shown >= Math.Max(0, year - (quarter == 4 ? 2 : 1)); shown--)
            AddFlows(facts, report, Years[shown], quarter, Years[shown].IsRestated && shown < year);
        AddBalance(facts, report, Years[year], quarter);
        // A concept that reveals the filer's family later must not affect earlier results.
        if (year == Years.Length - 1)
            facts.Add(report with
            {
                Concept = "NoninterestIncome",
                Start = Years[year].Start,
                Value = Years[year].Quarters[..quarter].Sum(q => q.Revenue - q.NetIncome / 4),
            });
        if (year > 0)
            AddBalance(facts, report, Years[year - 1], 4);
    }

    private static void AddFlows(List<GeneratedFact> facts, GeneratedFact report, Year year, int quarter, bool restated)
    {
        var factor = restated ? Restatement : 1;
        var toDate = year.Quarters[..quarter];
        Add(year.Start, quarter, toDate);
        if (quarter is 2 or 3)
            Add(GetEnd(year, quarter - 1).AddDays(1), quarter, [year.Quarters[quarter - 1]]);
        facts.Add(
            report with
            {
                Concept = "NetCashProvidedByUsedInOperatingActivities",
                Start = year.Start,
                End = GetEnd(year, quarter),
                Value = factor * toDate.Sum(q => q.OperatingCashFlow),
            });

        void Add(DateOnly start, int last, Quarter[] quarters)
        {
            var row = report with { Start = start, End = GetEnd(year, last) };
            var income = factor * quarters.Sum(q => q.NetIncome);
            var shares = Math.Round(quarters.Average(q => q.Shares), 0);
            facts.Add(row with { Concept = "Revenues", Value = factor * quarters.Sum(q => q.Revenue) });
            facts.Add(row with { Concept = "NetIncomeLoss", Value = income });
            facts.Add(row with { Concept = "InterestIncomeExpenseNet", Value = income / 4 });
            facts.Add(row with { Concept = "WeightedAverageNumberOfDilutedSharesOutstanding", Unit = "shares", Value = shares });
            facts.Add(row with { Concept = "EarningsPerShareDiluted", Unit = "USD/shares", Value = Math.Round(income / shares, 2) });
        }
    }

    private static void AddBalance(List<GeneratedFact> facts, GeneratedFact report, Year year, int quarter)
    {
        var (row, figures) = (report with { End = GetEnd(year, quarter) }, year.Quarters[quarter - 1]);
        facts.Add(row with { Concept = "Assets", Value = figures.Assets });
        facts.Add(row with { Concept = "Liabilities", Value = figures.Liabilities });
        facts.Add(row with { Concept = "StockholdersEquity", Value = figures.Assets - figures.Liabilities });
        facts.Add(row with { Concept = "LiabilitiesAndStockholdersEquity", Value = figures.Assets });
    }

    private static DateOnly GetEnd(Year year, int quarter) => year.Start.AddMonths(3 * quarter).AddDays(-1);
}
