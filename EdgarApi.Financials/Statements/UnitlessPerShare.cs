using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Statements;

/// <summary>Finds per-share figures that a filer tagged as pure numbers.</summary>
internal static class UnitlessPerShare
{
    public static readonly RuleDescription Rule = new(
        "unitless-per-share",
        "A per-share figure in the unit pure is in the reporting currency.",
        "Regulation S-T 405; T. Rowe Price's quarterly reports of 2009 and 2010 give EPS as pure numbers.");

    private static readonly string[] Units = ["pure", "pure/shares"];

    /// <summary>Position of the concept's series without a currency, or -1.</summary>
    public static int Find(SeriesIndex index, string concept)
    {
        foreach (var unit in Units)
            if (index.Find(concept, unit) is >= 0 and var series) return series;
        return -1;
    }
}
