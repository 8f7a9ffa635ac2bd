using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>
/// Finds rows with the wrong sign: a tax that leads from income before tax to income after tax only with the other sign; EPS whose sign
/// contradicts the net income in most filings; a negative payment or cost. Such a row does not count if another filing has the figure.
/// Interest expense that all filings give as negative is turned if the filing turns other amounts of it, or pays about as much interest.
/// </summary>
internal static class SignSlips
{
    public static readonly RuleDescription Rule = new(
        "sign-slips",
        "A tax, an outlay, a cost or a loss per share with the wrong sign does not count if its own filing or most filings show the sign.",
        "Herc and SunEdison file one amount with both signs; a negative payment repeats in every amount of its filing.");

    public static readonly RuleDescription InterestRule = new(
        "interest-is-an-outlay",
        "Interest expense that is negative in all filings is turned if its filing turns others too, or if interest paid is about as much.",
        "ASC 835-20-50-1, ASC 230-10-50-2; Disney's interest expense of 2022 is filed as 1,549 and as −1,549 million.");

    private static readonly string[] Taxes = ConceptLists.Get(Rule.Id, "tax"), NetIncome = ConceptLists.Get(Rule.Id, "netIncome"),
        PerShare = ConceptLists.Get(Rule.Id, "perShare"), BeforeTax = ConceptLists.Get(Rule.Id, "beforeTax"),
        AfterTax = ConceptLists.Get(Rule.Id, "afterTax");

    /// <summary>
    /// Outlays and costs, which never have both signs; of depreciation and amortization several may be parts of one line.
    /// </summary>
    private static readonly string[] Outlays = ConceptLists.Get(Rule.Id, "outlays");
    private static readonly string[] Depreciation = ConceptLists.Get(Rule.Id, "depreciation");
    private static readonly string[] Interest = ConceptLists.Get(InterestRule.Id, "expense");

    /// <summary>Concepts of interest paid.</summary>
    public static string[] InterestPaid { get; } = ConceptLists.Get(InterestRule.Id, "paid");

    /// <summary>The rows that do not count.</summary>
    /// <param name="facts">The facts.</param>
    /// <param name="roles">What each filing counts for.</param>
    /// <param name="turned">Receives the rows that count with the opposite sign.</param>
    public static HashSet<int> Find(CompanyFacts facts, FilingRole[] roles, HashSet<int> turned)
    {
        var slips = new HashSet<int>();
        foreach (var rows in FindBothSigns(facts, roles, Taxes)) AddUnlessAll(slips, rows, row => IsTurnedTax(facts, row));
        foreach (var rows in FindBothSigns(facts, roles, Depreciation)) AddUnlessAll(slips, rows, row => IsNegated(facts, rows, row));
        foreach (var rows in FindBothSigns(facts, roles, Outlays))
            foreach (var row in rows.Where(row => IsNegated(facts, rows, row))) slips.UnionWith(FindNegativesBeside(facts, row));
        foreach (var rows in FindBothSigns(facts, roles, PerShare))
            if (FindSignOfNetIncome(facts, roles, rows[0]) is var sign and not 0)
                AddUnlessAll(slips, rows, row => Math.Sign(facts.Columns.Value[row]) == -sign);
        FindTurnedInterest(facts, roles, slips, turned);
        return slips;
    }

    /// <summary>
    /// Separates negative interest expense into rows that do not count, because another filing gives the amount as positive, and rows that
    /// are turned.
    /// </summary>
    private static void FindTurnedInterest(CompanyFacts facts, FilingRole[] roles, HashSet<int> slips, HashSet<int> turned)
    {
        var columns = facts.Columns;
        var beside = new HashSet<int>();
        foreach (var rows in FindBothSigns(facts, roles, Interest))
            foreach (var row in rows.Where(row => IsNegated(facts, rows, row)))
            {
                slips.Add(row);
                beside.UnionWith(FindNegativesBeside(facts, row));
            }
        foreach (var rows in FindFacts(facts, roles, Interest, rows => !rows.Exists(row => columns.Value[row] > 0)))
            if (rows.Exists(row => columns.Value[row] < 0 && (beside.Contains(row) || IsAboutInterestPaid(facts, row))))
                turned.UnionWith(rows);
    }

    /// <summary>Whether a row's own filing pays about as much interest as the row's amount.</summary>
    private static bool IsAboutInterestPaid(CompanyFacts facts, int row) => InSameFiling(facts, InterestPaid, row).Any(paid =>
        paid > 0 && paid <= -facts.Columns.Value[row] * Thresholds.InterestPaidFactor
        && -facts.Columns.Value[row] <= paid * Thresholds.InterestPaidFactor);

    /// <summary>Whether a row is negative and another filing gives the same amount as positive.</summary>
    private static bool IsNegated(CompanyFacts facts, List<int> rows, int row) =>
        facts.Columns.Value[row] < 0 && rows.Exists(other => facts.Columns.Value[other] == -facts.Columns.Value[row]);

    /// <summary>The negative amounts of a row's concept in its filing: a filing that reversed one sign reversed all of them.</summary>
    private static IEnumerable<int> FindNegativesBeside(CompanyFacts facts, int row)
    {
        var (columns, series) = (facts.Columns, facts.Series[facts.GetSeries(row)]);
        return Enumerable.Range(series.First, series.End - series.First)
            .Where(other => columns.Filing[other] == columns.Filing[row] && columns.Value[other] < 0);
    }

    private static void AddUnlessAll(HashSet<int> slips, List<int> rows, Predicate<int> isSlip)
    {
        var found = rows.FindAll(isSlip);
        if (found.Count < rows.Count) slips.UnionWith(found);
    }

    /// <summary>The rows that count of each fact that has both signs.</summary>
    private static IEnumerable<List<int>> FindBothSigns(CompanyFacts facts, FilingRole[] roles, string[] concepts) =>
        FindFacts(facts, roles, concepts, rows =>
            rows.Exists(row => facts.Columns.Value[row] < 0) && rows.Exists(row => facts.Columns.Value[row] > 0));

    /// <summary>The rows that count of each fact that a condition holds for; only of concepts with a negative amount.</summary>
    private static IEnumerable<List<int>> FindFacts(
        CompanyFacts facts, FilingRole[] roles, string[] concepts, Predicate<List<int>> condition)
    {
        var columns = facts.Columns;
        foreach (var series in concepts.SelectMany(facts.SeriesIndex.FindAll).Select(i => facts.Series[i]))
        {
            if (!columns.Value.AsSpan(series.First, series.Count).ContainsAnyInRange(decimal.MinValue, -Thresholds.Negligible)) continue;
            for (int first = series.First, next; first < series.End; first = next)
            {
                next = first + 1;
                while (next < series.End && columns.End[next] == columns.End[first] && columns.Start[next] == columns.Start[first]) next++;
                var rows = Enumerable.Range(first, next - first).Where(row => roles[columns.Filing[row]] != FilingRole.None).ToList();
                if (condition(rows)) yield return rows;
            }
        }
    }

    private static bool IsTurnedTax(CompanyFacts facts, int row)
    {
        var tax = facts.Columns.Value[row];
        var tolerance = Math.Abs(tax) * Thresholds.ItemsAfterTax;
        var after = InSameFiling(facts, AfterTax, row).ToList();
        return InSameFiling(facts, BeforeTax, row).Any(before =>
            after.Exists(income => Math.Abs(before + tax - income) <= tolerance)
            && !after.Exists(income => Math.Abs(before - tax - income) <= Math.Abs(tax)));
    }

    /// <summary>The sign of the period's net income in most filings; 0 if positive and negative ones are equally many.</summary>
    private static int FindSignOfNetIncome(CompanyFacts facts, FilingRole[] roles, int row) =>
        Math.Sign(SamePeriod(facts, NetIncome, row)
            .Where(other => roles[facts.Columns.Filing[other]] != FilingRole.None).Sum(other => Math.Sign(facts.Columns.Value[other])));

    private static IEnumerable<decimal> InSameFiling(CompanyFacts facts, string[] concepts, int row) =>
        SamePeriod(facts, concepts, row)
            .Where(other => facts.Columns.Filing[other] == facts.Columns.Filing[row]).Select(other => facts.Columns.Value[other]);

    private static IEnumerable<int> SamePeriod(CompanyFacts facts, string[] concepts, int row)
    {
        var columns = facts.Columns;
        foreach (var series in concepts.SelectMany(facts.SeriesIndex.FindAll).Select(i => facts.Series[i]))
            for (var other = series.First; other < series.End; other++)
                if (columns.End[other] == columns.End[row] && columns.Start[other] == columns.Start[row]) yield return other;
    }
}
