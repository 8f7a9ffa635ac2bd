using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Rules;

/// <summary>
/// Filers that rent out what they own tag depreciation by kind: of the fleet, or of what is sold, and of all else. A reported figure smaller than the
/// fleet's is that of all else; the total is the sum of both, with the amortization of intangibles unless all else has it already.
/// </summary>
internal static class FleetDepreciation
{
    private const string AllElse = "us-gaap:DepreciationNonproduction", Amortization = "us-gaap:AmortizationOfIntangibleAssets";

    private static readonly string[] Fleet =
    [
        "us-gaap:CostOfGoodsAndServicesSoldDepreciation", "us-gaap:CostOfServicesDepreciation",
        "us-gaap:OperatingLeasesIncomeStatementDepreciationExpenseOnPropertySubjectToOrHeldForLease",
    ];

    /// <summary>A line restated by about the amortization, this close, has taken it in.</summary>
    private const decimal About = 0.25m;

    /// <summary>The total where depreciation is tagged by kind and <paramref name="reported"/> does not cover the fleet; otherwise null.</summary>
    public static MetricValue? Total(PeriodValues values, FinancialModel model, MetricDefinition definition, decimal? reported)
    {
        MetricValue Of(string concept) => FormulaEvaluator.OfConcept(values, model, definition, concept);
        // After a spin-off the older filings are of another fleet.
        var fleet = Fleet.Select(Of).Where(value => value.Value is not null).OrderByDescending(value => value.Source!.Filed).FirstOrDefault();
        if (fleet.Value is null || reported >= fleet.Value && reported != Of(AllElse).Value) return null;
        MetricValue allElse = Of(AllElse), amortization = Of(Amortization);
        if (allElse.Value is null) return null;
        var isApart = amortization.Value is not null && !HasTakenIn(allElse, amortization.Value.Value, Of("us-gaap:Depreciation").Value);
        MetricValue[] terms = isApart ? [fleet, allElse, amortization] : [fleet, allElse];
        return Derivations.Sum(definition, values.Period, terms, string.Join(" + ", terms.Select(term => term.Source!.Concept)));
    }

    /// <summary>Whether a reported figure is that of all else, of a filer that tags its fleet's depreciation in other periods.</summary>
    public static bool IsPart(PeriodValues values, FinancialModel model, MetricDefinition definition, decimal reported) =>
        Array.Exists(Fleet, concept => model.Index.Find(concept, model.Currency) >= 0) && FormulaEvaluator.OfConcept(values, model, definition, AllElse).Value == reported;

    private static bool HasTakenIn(MetricValue allElse, decimal amortization, decimal? depreciation) =>
        allElse.Value == depreciation + amortization
        || allElse.Source!.OtherVintages.Any(earlier => Math.Abs(allElse.Value!.Value - earlier.Value - amortization) <= About * amortization);
}
