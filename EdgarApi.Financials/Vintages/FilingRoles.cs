using EdgarApi.Financials.Facts;

namespace EdgarApi.Financials.Vintages;

/// <summary>What a filing's numbers count for.</summary>
internal enum FilingRole : byte
{
    /// <summary>Not a source of statement values: proxies, registrations, prospectuses, press releases.</summary>
    None,

    /// <summary>A quarterly report.</summary>
    Interim,

    /// <summary>An 8-K that recasts full statements, as after a disposal.</summary>
    Recast,

    /// <summary>An annual report.</summary>
    Annual,

    /// <summary>A report on the transition to another fiscal year end.</summary>
    Transition,
}

/// <summary>Tells the role of each filing of a company from its form and, for an 8-K, from what it contains.</summary>
internal static class FilingRoles
{
    private static readonly string[] BalanceTotals = ["Assets"];

    private static readonly string[] CashFlowTotals =
    [
        "NetCashProvidedByUsedInOperatingActivities", "NetCashProvidedByUsedInOperatingActivitiesContinuingOperations",
        "NetCashProvidedByUsedInFinancingActivities", "NetCashProvidedByUsedInFinancingActivitiesContinuingOperations",
    ];

    public static FilingRole[] Of(CompanyFacts facts)
    {
        var isForeign = facts.Filings.Any(f => BaseForm(f.Form) is "20-F" or "40-F");
        var recasts = FilingsWith(facts, BalanceTotals);
        recasts.IntersectWith(FilingsWith(facts, CashFlowTotals));
        return [.. facts.Filings.Select((filing, index) => BaseForm(filing.Form) switch
        {
            "10-K" or "20-F" or "40-F" => FilingRole.Annual,
            "10-KT" or "20-FT" or "40-FT" => FilingRole.Transition,
            "10-QT" => FilingRole.Transition,
            "10-Q" => FilingRole.Interim,
            "6-K" when isForeign => FilingRole.Interim,
            // A press release or a single table in an 8-K is none.
            "8-K" when recasts.Contains(index) => FilingRole.Recast,
            _ => FilingRole.None,
        })];
    }

    /// <summary>Total assets of each date of which a filing holds a whole balance sheet: both its totals.</summary>
    public static Dictionary<(int Filing, int Day), decimal> BalanceSheets(CompanyFacts facts)
    {
        var assets = Instants(facts, ["us-gaap:Assets", "ifrs-full:Assets"]);
        var claims = Instants(facts, ["us-gaap:LiabilitiesAndStockholdersEquity", "ifrs-full:EquityAndLiabilities"]);
        return assets.Where(pair => claims.ContainsKey(pair.Key)).ToDictionary();
    }

    /// <summary>The days at which filings give total assets.</summary>
    public static HashSet<(int Filing, int Day)> BalanceSheetDays(CompanyFacts facts) => [.. Instants(facts, ["us-gaap:Assets", "ifrs-full:Assets"]).Keys];

    private static Dictionary<(int Filing, int Day), decimal> Instants(CompanyFacts facts, string[] concepts)
    {
        var instants = new Dictionary<(int, int), decimal>();
        foreach (var series in concepts.SelectMany(facts.SeriesIndex.Of).Select(i => facts.Series[i]))
            for (var row = series.First; row < series.End; row++) instants.TryAdd((facts.Columns.Filing[row], facts.Columns.End[row]), facts.Columns.Value[row]);
        return instants;
    }

    public static bool IsAmendment(string form) => form.EndsWith("/A", StringComparison.Ordinal);

    private static string BaseForm(string form) => IsAmendment(form) ? form[..^2] : form;

    private static HashSet<int> FilingsWith(CompanyFacts facts, string[] concepts)
    {
        var filings = new HashSet<int>();
        foreach (var series in facts.Series)
        {
            if (Array.IndexOf(concepts, facts.Concepts[series.Concept].Name) < 0) continue;
            for (var row = series.First; row < series.End; row++) filings.Add(facts.Columns.Filing[row]);
        }
        return filings;
    }
}
