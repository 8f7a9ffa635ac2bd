using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Ratios;

/// <summary>The ratios, as data: each a formula over standardized metrics.</summary>
public static class RatioCatalog
{
    private static RatioTerm Revenue => Metric("Revenue");
    private static RatioTerm NetIncome => Metric("NetIncome");
    private static RatioTerm OperatingIncome => Metric("OperatingIncome");
    private static RatioTerm Ebitda => OperatingIncome + Metric("DepreciationAmortization");
    private static RatioTerm CashAndInvestments => Metric("CashAndEquivalents") + IfAny("ShortTermInvestments");

    /// <summary>A filer without long-term debt may have it under a concept of its own, so a missing value is not zero.</summary>
    private static RatioTerm Debt => Metric("LongTermDebt") + IfAny("ShortTermDebt");

    /// <summary>Every ratio in the order of presentation.</summary>
    public static IReadOnlyList<Ratio> All { get; } =
    [
        new("CurrentRatio", "Current ratio", RatioGroup.Liquidity, Metric("CurrentAssets") / Metric("CurrentLiabilities"),
            "Current assets over current liabilities.") { IsHeadline = true },
        new("QuickRatio", "Quick ratio", RatioGroup.Liquidity, (CashAndInvestments + Metric("Receivables")) / Metric("CurrentLiabilities"),
            "Cash, short-term investments (none if not reported) and receivables over current liabilities.") { IsHeadline = true },
        new("CashRatio", "Cash ratio", RatioGroup.Liquidity, CashAndInvestments / Metric("CurrentLiabilities"),
            "Cash and short-term investments (none if not reported) over current liabilities."),

        Margin("GrossMargin", "Gross margin", Metric("GrossProfit"), "Gross profit as a part of revenue.") with { IsHeadline = true },
        Margin("OperatingMargin", "Operating margin", OperatingIncome, "Operating income as a part of revenue.") with { IsHeadline = true },
        Margin("EbitdaMargin", "EBITDA margin", Ebitda, "Operating income before depreciation and amortization as a part of revenue."),
        Margin("NetMargin", "Net margin", NetIncome, "Net income attributable to the parent as a part of revenue.") with
        {
            IsHeadline = true,
        },
        Margin("FreeCashFlowMargin", "Free cash flow margin", Metric("FreeCashFlow"),
            "Operating cash flow less capital expenditures as a part of revenue.") with { IsHeadline = true },

        Return("ReturnOnEquity", "Return on equity", NetIncome / Average(Metric("Equity")),
            "A year's net income over the parent's equity."),
        Return("ReturnOnAssets", "Return on assets", NetIncome / Average(Metric("Assets")), "A year's net income over total assets."),
        Return("ReturnOnInvestedCapital", "Return on invested capital",
            OperatingIncome * (1 - Metric("IncomeTax") / Metric("PretaxIncome"))
                / Average(Debt + Metric("EquityIncludingNoncontrolling") - Metric("CashAndEquivalents")),
            "A year's operating income after tax at the effective rate, over debt (leases aside) and equity less cash."),

        new("DebtToEquity", "Debt to equity", RatioGroup.Leverage, Debt / Metric("Equity"),
            "Long-term and short-term debt (the latter none if not reported; leases aside) over the parent's equity.")
        {
            IsHeadline = true,
        },
        new("LiabilitiesToEquity", "Liabilities to equity", RatioGroup.Leverage, Metric("Liabilities") / Metric("Equity"),
            "Total liabilities over the parent's equity.") { IsHeadline = true },
        OfYear("NetDebtToEbitda", "Net debt to EBITDA", RatioGroup.Leverage,
            (Debt - Metric("CashAndEquivalents") - IfAny("ShortTermInvestments")) / Ebitda,
            "Debt (leases aside) less cash and short-term investments (none if not reported), over a year's operating income before " +
            "depreciation and amortization; negative with more cash than debt.") with { IsHeadline = true },
        OfYear("InterestCoverage", "Interest coverage", RatioGroup.Leverage, OperatingIncome / Metric("InterestExpense"),
            "A year's operating income over its interest expense.") with { IsHeadline = true },

        OfYear("AssetTurnover", "Asset turnover", RatioGroup.Efficiency, Revenue / Average(Metric("Assets")),
            "A year's revenue over total assets."),
        OfYear("InventoryTurnover", "Inventory turnover", RatioGroup.Efficiency, Metric("CostOfRevenue") / Average(Metric("Inventory")),
            "A year's cost of revenue over inventory."),
        OfYear("ReceivablesTurnover", "Receivables turnover", RatioGroup.Efficiency, Revenue / Average(Metric("Receivables")),
            "A year's revenue over receivables."),

        OfYear("PayoutRatio", "Payout ratio", RatioGroup.Payout, -Metric("DividendsPaid") / NetIncome,
            "A year's dividends paid as a part of net income.") with { IsPercentage = true, IsHeadline = true },

        Growth("RevenueGrowth", "Revenue growth", "Revenue") with { IsHeadline = true },
        Growth("OperatingIncomeGrowth", "Operating income growth", "OperatingIncome"),
        Growth("NetIncomeGrowth", "Net income growth", "NetIncome") with { IsHeadline = true },
        Growth("EpsGrowth", "Diluted EPS growth", "EpsDiluted") with { IsHeadline = true },
        Growth("FreeCashFlowGrowth", "Free cash flow growth", "FreeCashFlow"),
        CompoundGrowth("RevenueCagr3", "Revenue CAGR, 3 years", "Revenue", 3),
        CompoundGrowth("RevenueCagr5", "Revenue CAGR, 5 years", "Revenue", 5),
        CompoundGrowth("EpsCagr3", "Diluted EPS CAGR, 3 years", "EpsDiluted", 3),
        CompoundGrowth("EpsCagr5", "Diluted EPS CAGR, 5 years", "EpsDiluted", 5),
    ];

    private static readonly FrozenDictionary<string, Ratio> ById =
        All.ToFrozenDictionary(ratio => ratio.Id, StringComparer.OrdinalIgnoreCase);

    /// <summary>Finds a ratio by its id in any case.</summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out Ratio? ratio) => ById.TryGetValue(id, out ratio);

    private static MetricTerm Metric(string id) => new(MetricCatalog.Definition(id));

    private static MetricTerm IfAny(string id) => Metric(id) with { IsOptional = true };

    private static AverageTerm Average(RatioTerm balance) => new(balance);

    private static Ratio OfYear(string id, string label, RatioGroup group, RatioTerm term, string definition) =>
        new(id, label, group, term, definition) { TakesTwelveMonths = true };

    private static Ratio Margin(string id, string label, RatioTerm part, string definition) =>
        new(id, label, RatioGroup.Margins, part / Revenue, definition) { IsPercentage = true };

    private static Ratio Return(string id, string label, RatioTerm term, string definition) =>
        OfYear(id, label, RatioGroup.Returns, term, definition) with { IsPercentage = true, IsHeadline = true };

    private static Ratio Growth(string id, string label, string metric) => new(
        id, label, RatioGroup.Growth, Metric(metric) / (Metric(metric) with { YearsBefore = 1 }) - 1,
        $"{MetricCatalog.Definition(metric).Metric.Label}: change against the same period a year before.") { IsPercentage = true };

    private static Ratio CompoundGrowth(string id, string label, string metric, int years) => OfYear(
        id, label, RatioGroup.Growth, new RootTerm(Metric(metric) / (Metric(metric) with { YearsBefore = years }), years) - 1,
        $"{MetricCatalog.Definition(metric).Metric.Label}: compound annual growth rate of twelve months over {years} years.") with
    {
        IsPercentage = true,
    };
}
