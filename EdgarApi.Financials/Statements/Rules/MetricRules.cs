using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Shares;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>What the catalog's concepts and formulas cannot say: when a value of theirs is not the metric's, and what is instead.</summary>
internal readonly struct MetricRules(PeriodValues values, FinancialModel model, MetricDefinition definition)
{
    /// <summary>Of revenue, at most: other nonoperating items between operating income and income before tax.</summary>
    private const decimal MostNonoperating = 0.1m;

    private const string OfAPartOfAssets = "reported for a part of the assets only", OfContinuingOperations = "reported for continuing operations only",
        BeforeRestatement = "reported before a restatement only", Negative = "the derived value would be negative", FiledAsInflow = "filed as an inflow",
        OfTheYear = "reported for the year only", MoreThanNoncurrent = "more than all liabilities due after a year",
        OfAnotherIncome = "reported for another income than the one shown";

    /// <summary>Why the value that concepts give is not the metric's; null where it is.</summary>
    public string? Objection(Candidate candidate)
    {
        if (definition.Nonnegative && candidate is { Value: < 0, IsDerived: true }) return Negative;
        return definition.Metric.Id switch
        {
            // The annual report may give a part of what the quarterly ones give: less for the year than for nine months of it.
            "CapitalExpenditures" when candidate.Value > 0 => candidate.IsDerived ? Negative : FiledAsInflow,
            "GrossProfit" when GrossProfitOfPart.Is(values, candidate.Value) => "reported for a part of revenue only",
            "NetIncomeIncludingNoncontrolling" when ProfitBeforeRestatement.Is(values, model, candidate) => BeforeRestatement,
            "Equity" or "EquityIncludingNoncontrolling" when EquityTotals.IsSlip(values, model, definition) => "reported for a part of equity only",
            "NetIncomeToCommon" when IsBeforeDiscontinuedOperations(candidate.Value) => OfContinuingOperations,
            "NetIncomeToCommon" when IncomeOfFiling.IsBeforeRestatement(values, model, candidate) => BeforeRestatement,
            "EffectOfExchangeRates" when ExchangeRatesBeforeRestatement.Is(values, model, definition, candidate) => ExchangeRatesBeforeRestatement.Reason,
            "DepreciationAmortization" when FleetDepreciation.IsPart(values, model, definition, candidate.Value) => OfAPartOfAssets,
            "EpsBasic" or "EpsDiluted" when IsOfContinuingOperations(candidate) => OfContinuingOperations,
            "EpsBasic" or "EpsDiluted" when IsOfAnotherIncome(candidate.Value) => OfAnotherIncome,
            "SharesBasic" or "SharesDiluted" when YearTaggedAsQuarter.Is(values.Period, model, candidate) => OfTheYear,
            "LongTermDebt" when IsMoreThanNoncurrent(candidate.Value) => MoreThanNoncurrent,
            _ => null,
        };
    }

    /// <summary>Why the value that formulas give is not the metric's; null where it is.</summary>
    public string? Objection(decimal computed) => definition.Metric.Id switch
    {
        "LongTermDebt" when IsMoreThanNoncurrent(computed) => MoreThanNoncurrent,
        "OperatingLeaseLiabilities" when IsMoreThanNoncurrent(computed + (values["LongTermDebt"].Value ?? 0)) => MoreThanNoncurrent,
        "OperatingIncome" when !AreCostsKnown(computed) => "the costs above it are not all reported",
        "DepreciationAmortization" when computed < 0 => Negative,
        "DepreciationAmortization" when FleetDepreciation.IsPart(values, model, definition, computed) => OfAPartOfAssets,
        _ => null,
    };

    /// <summary>The value that stands for the reported one, or where none is reported; null where the usual one stays.</summary>
    public MetricValue? Instead(MetricValue? reported) => definition.Metric.Id switch
    {
        "EpsBasic" or "EpsDiluted" => IncomeOfFiling.PerShare(values, model, definition, reported),
        "NetChangeInCash" => ChangeInCash.Fitting(values, model, definition, reported),
        "DepreciationAmortization" => FleetDepreciation.Total(values, model, definition, reported?.Value),
        "MezzanineEquity" when reported is null => ConvertibleNotes.Redeemable(values, model, definition),
        _ => null,
    };

    /// <summary>Gross profit less overhead is operating income where little but interest lies between it and income before tax.</summary>
    private bool AreCostsKnown(decimal operating) =>
        values["PretaxIncome"].Value is not { } pretax || values["Revenue"].Value is not { } revenue
        || Math.Abs(pretax - operating + (values["InterestExpense"].Value ?? 0)) <= MostNonoperating * revenue;

    /// <summary>Income to common shareholders that with discontinued operations and preferred dividends is just net income leaves the former out.</summary>
    private bool IsBeforeDiscontinuedOperations(decimal income)
    {
        var unused = "";
        return values["DiscontinuedOperations"].Value is { } discontinued and not 0
            && income + discontinued + (values.FromConcepts(MetricCatalog.Definition("PreferredDividends"), ref unused)?.Value ?? 0) == values["NetIncome"].Value;
    }

    /// <summary>A figure of continuing operations stands for the whole only where nothing was discontinued.</summary>
    private bool IsOfContinuingOperations(Candidate candidate) =>
        model.Facts.ConceptOf(candidate.First.Row).Name.StartsWith("IncomeLossFromContinuingOperationsPer", StringComparison.Ordinal)
        && (values["DiscontinuedOperations"].Value ?? values.OfYear("DiscontinuedOperations")) is not (null or 0);

    /// <summary>Debt of a note, current part included, or debt that has become due, beside a classified balance sheet.</summary>
    private bool IsMoreThanNoncurrent(decimal debt) =>
        values["Liabilities"].Value is { } liabilities && values["CurrentLiabilities"].Value is { } current && debt > liabilities - current;

    /// <summary>No profit, before and after preferred dividends, is a loss per share: a table of quarters may be of continuing operations.</summary>
    private bool IsOfAnotherIncome(decimal perShare) =>
        values["NetIncome"].Value is { } income && values["NetIncomeToCommon"].Value is { } toCommon
        && Math.Sign(income) == Math.Sign(toCommon) && Math.Sign(income) * Math.Sign(perShare) < 0;
}
