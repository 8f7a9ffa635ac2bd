using EdgarApi.Financials.Statements.Checks;

namespace EdgarApi.Financials.Audit;

/// <summary>How often a condition held: in <paramref name="Good"/> of <paramref name="Total"/> cases.</summary>
/// <param name="Name">One of <see cref="AuditMeasures"/>.</param>
/// <param name="Good">Cases in which it held.</param>
/// <param name="Total">Cases examined.</param>
public sealed record AuditMeasure(string Name, int Good, int Total)
{
    /// <summary>Share from 0 to 1, rounded down to 6 decimals so that 1 means all; 1 without cases.</summary>
    public decimal Share => Total == 0 ? 1 : Math.Floor(Good * 1_000_000m / Total) / 1_000_000m;
}

/// <summary>A measure of an audit.</summary>
/// <param name="Name">Stable name.</param>
/// <param name="Definition">What it counts.</param>
/// <param name="Minimum">The share that passes; null for a measure without a limit.</param>
public sealed record AuditMeasureDefinition(string Name, string Definition, decimal? Minimum);

/// <summary>The measures, and the share of each that passes.</summary>
public static class AuditMeasures
{
    /// <summary>Values that trace.</summary>
    public const string Provenance = "provenance";

    /// <summary>The assets equation on reported totals.</summary>
    public const string AssetsEquation = "assets_equation";

    /// <summary>Quarters that add up to their year on the quarters' basis.</summary>
    public const string QuartersAddUp = "quarters_add_up";

    /// <summary>Quarters that add up to the year shown.</summary>
    public const string QuartersAddUpAsShown = "quarters_add_up_as_shown";

    /// <summary>Unique period labels.</summary>
    public const string DistinctLabels = "distinct_labels";

    /// <summary>Calendar without gaps.</summary>
    public const string ContiguousPeriods = "contiguous_periods";

    /// <summary>All statement checks that apply.</summary>
    public const string StatementChecks = "statement_checks";

    /// <summary>Revenue as cost plus gross profit of its filing.</summary>
    public const string RevenueOfFiling = "revenue_is_cost_plus_gross_profit";

    /// <summary>Operating income that leads to income before tax of its filing.</summary>
    public const string OperatingIncomeOfFiling = "operating_income_is_no_segment_total";

    /// <summary>Interest expense with the sign of interest paid.</summary>
    public const string InterestSign = "interest_expense_has_the_sign_of_interest_paid";

    /// <summary>Income tax with the sign of taxes paid.</summary>
    public const string TaxSign = "income_tax_has_the_sign_of_taxes_paid";

    /// <summary>Periods whose filings are of one entity.</summary>
    public const string OneEntity = "filings_of_a_period_share_amounts";

    /// <summary>Metrics whose presence is measured for every fiscal year and quarter.</summary>
    public static IReadOnlyList<string> Headlines { get; } = ["Revenue", "NetIncome", "Assets", "OperatingCashFlow"];

    /// <summary>Every measure in the order of the report.</summary>
    public static IReadOnlyList<AuditMeasureDefinition> All { get; } =
    [
        new(
            Provenance,
            "values that trace to a row of the file, or to a derivation whose operands trace and whose arithmetic gives the value", 1m),
        new(
            AssetsEquation,
            "annual and quarterly balance sheets since 2010 with the three totals reported in which assets = liabilities + equity", 1m),
        .. Headlines.Select(metric => new AuditMeasureDefinition(
            Annual(metric), $"fiscal years, from the first report on file on, with a value of {metric}", Thresholds.HeadlineYears)),
        .. Headlines.Select(metric => new AuditMeasureDefinition(
            Quarterly(metric), $"fiscal quarters, from the first report on file on, with a value of {metric}",
            Thresholds.HeadlineQuarters)),
        new(
            QuartersAddUp,
            "company-years with four quarters of revenue, net income or operating cash flow in which they add up to the year shown or, " +
            "marked mixedBasis, to the year before a restatement", Thresholds.QuartersAddUp),
        new(QuartersAddUpAsShown, "of these company-years those in which the quarters add up to the year shown: the strict count", null),
        new(RevenueOfFiling, "reported revenues that are cost plus gross profit of their filing, of those whose filing has both", null),
        new(
            OperatingIncomeOfFiling,
            "reported operating incomes that lead to income before tax of their filing by its nonoperating lines, of those whose filing " +
            "has it", null),
        new(InterestSign, "reported interest expenses that are positive, of those whose filing has interest paid", null),
        new(
            TaxSign,
            "reported income taxes that have the sign of taxes paid or lead from income before tax to income, of those whose filing has " +
            "both", null),
        new(
            OneEntity,
            "periods whose revenue, net income and operating cash flow come from several filings, and these share an amount, or one " +
            "within rounding", null),
        new(DistinctLabels, "period labels that are unique in their answer", 1m),
        new(ContiguousPeriods, "periods that begin on the day after the previous one", null),
        new(StatementChecks, "statement checks passed or explained by a restatement, of those that apply", null),
    ];

    /// <summary>Name of a headline's annual measure.</summary>
    public static string Annual(string metric) => "annual_" + metric;

    /// <summary>Name of a headline's quarterly measure.</summary>
    public static string Quarterly(string metric) => "quarterly_" + metric;
}
