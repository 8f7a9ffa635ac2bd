using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>The role of a filing, which decides where its numbers count.</summary>
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

    /// <summary>A report on the transition to another end of the fiscal year.</summary>
    Transition,
}

/// <summary>Classifies the filings of a company by their form and, for an 8-K, by what they contain.</summary>
internal static class FilingRoles
{
    public static readonly RuleDescription Rule = new(
        "periodic-reports",
        "Annual, quarterly and transition reports and amendments count; proxies, registrations, prospectuses and press releases do not.",
        "Exchange Act rules 13a-1, 13a-10, 13a-13 and 13a-16; McDonald's proxy gives 7,545.0 million for 7,545.2.");

    public static readonly RuleDescription RecastRule = new(
        "full-recasts",
        "An 8-K counts only if it holds a balance sheet and a cash flow statement: then it recasts full statements.",
        "Regulation S-X 3-01 to 3-04, Form 8-K item 9.01; P&G's 8-K after its disposals.");

    private static readonly string[] BalanceTotals = ConceptLists.Get(RecastRule.Id, "balanceTotals"),
        CashFlowTotals = ConceptLists.Get(RecastRule.Id, "cashFlowTotals"),
        Assets = ConceptLists.Get("whole-balance-sheets", "assets"), Claims = ConceptLists.Get("whole-balance-sheets", "claims");

    /// <summary>The role of each filing; <see cref="FilingRole.None"/> also for one that is not yet on file.</summary>
    public static FilingRole[] Classify(CompanyFacts facts, DateOnly? asOf)
    {
        bool IsOnFile(FactFiling filing) => !(filing.Filed > asOf);
        var isForeign = facts.Filings.Any(f => IsOnFile(f) && BaseForm(f.Form) is "20-F" or "40-F");
        var recasts = FilingsWith(facts, BalanceTotals);
        recasts.IntersectWith(FilingsWith(facts, CashFlowTotals));
        FilingRole[] roles = [.. facts.Filings.Select((filing, index) => !IsOnFile(filing) ? FilingRole.None : BaseForm(filing.Form) switch
        {
            "10-K" or "20-F" or "40-F" => FilingRole.Annual,
            "10-KT" or "20-FT" or "40-FT" => FilingRole.Transition,
            "10-QT" => FilingRole.Transition,
            "10-Q" => FilingRole.Interim,
            "6-K" when isForeign => FilingRole.Interim,
            // Other 8-Ks hold a press release or a single table.
            "8-K" when recasts.Contains(index) => FilingRole.Recast,
            _ => FilingRole.None,
        })];
        OtherEntities.Exclude(facts, roles, FindCurrentReports(facts, roles));
        return roles;
    }

    private static HashSet<int> FindCurrentReports(CompanyFacts facts, FilingRole[] roles) => [.. Enumerable.Range(0, roles.Length)
        .Where(filing => roles[filing] != FilingRole.None && BaseForm(facts.Filings[filing].Form) is "8-K" or "6-K")];

    /// <summary>Total assets by filing and date of each whole balance sheet, that is, one with both totals.</summary>
    public static Dictionary<(int Filing, int Day), decimal> BalanceSheets(CompanyFacts facts)
    {
        var assets = Instants(facts, Assets);
        var claims = Instants(facts, Claims);
        return assets.Where(pair => claims.ContainsKey(pair.Key)).ToDictionary();
    }

    /// <summary>The dates for which filings give total assets.</summary>
    public static HashSet<(int Filing, int Day)> BalanceSheetDays(CompanyFacts facts) => [.. Instants(facts, Assets).Keys];

    private static Dictionary<(int Filing, int Day), decimal> Instants(CompanyFacts facts, string[] concepts)
    {
        var instants = new Dictionary<(int, int), decimal>();
        foreach (var series in concepts.SelectMany(facts.SeriesIndex.FindAll).Select(i => facts.Series[i]))
            for (var row = series.First; row < series.End; row++)
                instants.TryAdd((facts.Columns.Filing[row], facts.Columns.End[row]), facts.Columns.Value[row]);
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
