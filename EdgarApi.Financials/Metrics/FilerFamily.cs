using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.Vintages;

namespace EdgarApi.Financials.Metrics;

/// <summary>
/// Finds the families of a filer, that is, kinds of filer whose statements have lines of their own. The industry decides where it is known,
/// otherwise what the filer reports: a retailer's net interest is not a bank's.
/// </summary>
internal static class FilerFamily
{
    public static readonly RuleDescription Rule = new(
        "filer-family",
        "The SIC code decides the family of a filer, and, unless the code is of another sector, so does what the filer reports.",
        "Regulation S-X articles 5, 7 and 9; a truck maker's deposits are its customers', an insurer's real estate is an investment.");

    private const string Bank = "bank", Insurer = "insurer", Broker = "broker", Reit = "reit", Spac = "spac", Utility = "utility",
        Oil = "oil", Airline = "airline";

    /// <summary>A filer that takes deposits or lends; no family of its own.</summary>
    private const string Lender = "lender";

    /// <summary>Ranges of the SEC's Standard Industrial Classification.</summary>
    private static readonly (int First, int Last, string Family)[] Industries =
    [
        (6000, 6199, Bank), (6211, 6211, Bank), (6712, 6712, Bank), // banks, lenders and brokers
        (6310, 6399, Insurer), // insurance carriers
        (6200, 6289, Broker), // brokers, dealers, exchanges, investment advice
        (6500, 6553, Reit), (6798, 6798, Reit), // owners of real estate, real estate investment trusts
        (6770, 6770, Spac), // blank check
        (4900, 4949, Utility), (4960, 4991, Utility), // electric, gas and water services, steam and cogeneration
        (1310, 1389, Oil), (2911, 2911, Oil), (6792, 6792, Oil), // extraction and its services, refining, royalty traders
        (4512, 4522, Airline), // air transportation
    ];

    /// <summary>Ranges in which what a filer reports counts beside its industry.</summary>
    private static readonly (int First, int Last, string[] Families)[] Sectors =
    [
        (6000, 6999, [Bank, Insurer]),
        (1300, 1399, [Oil, Utility]), (2900, 2999, [Oil]), (4600, 4699, [Oil, Utility]), (4900, 4999, [Oil, Utility]),
        (5170, 5172, [Oil]),
    ];

    /// <summary>Other families of finance. Reported concepts decide among families only if the industry is not one of these.</summary>
    private static readonly string[] RestOfFinance = [Broker, Reit, Spac];

    /// <summary>All of finance, and the code of foreign filers, which does not name an industry.</summary>
    private const int FirstOfFinance = 6000, LastOfFinance = 6999, DepositaryReceipts = 8880;

    private static readonly Dictionary<string, string[]> TypicalConcepts = ConceptLists.GetAll(Rule.Id);

    private static readonly Dictionary<string, string> Names = new()
    {
        [Bank] = "a bank", [Insurer] = "an insurer", [Broker] = "a broker or asset manager", [Reit] = "a real estate company",
        [Spac] = "a blank check company", [Utility] = "a utility", [Oil] = "an oil or gas company", [Airline] = "an airline",
    };

    /// <summary>Every family with its name, as in <c>a bank</c>.</summary>
    public static IReadOnlyDictionary<string, string> All => Names;

    /// <summary>The family's name with its article.</summary>
    public static string GetName(string family) => Names[family];

    /// <summary>
    /// The families of the filer's industry. Unless the industry belongs to another sector, also the families whose concepts are among the
    /// facts that count.
    /// </summary>
    public static HashSet<string> Classify(FactView view)
    {
        int? industry = int.TryParse(view.Facts.Sic, out var code) && code != DepositaryReceipts ? code : null;
        HashSet<string> families =
            [.. Industries.Where(range => industry >= range.First && industry <= range.Last).Select(range => range.Family)];
        var isSettled = families.Count > 0;
        bool Reports(string family) => Array.Exists(TypicalConcepts[family], concept => IsOnFile(view, concept));
        foreach (var family in Names.Keys)
            if (MayReport(industry, isSettled, family) && !families.Contains(family) && Reports(family)) families.Add(family);
        // Real estate is an insurer's or bank's investment; fees are a bank's and an insurer's too.
        if (industry is null && (families.Contains(Insurer) || Reports(Lender))) families.ExceptWith([Broker, Reit]);
        return families;
    }

    private static bool MayReport(int? industry, bool isSettled, string family)
    {
        if (industry is not { } code) return true;
        if (RestOfFinance.Contains(family)) return !isSettled && code is >= FirstOfFinance and <= LastOfFinance;
        return Array.Exists(Sectors, sector => code >= sector.First && code <= sector.Last && sector.Families.Contains(family));
    }

    private static bool IsOnFile(FactView view, string concept)
    {
        foreach (var series in view.Facts.SeriesIndex.FindAll(concept).Select(i => view.Facts.Series[i]))
            for (var row = series.First; row < series.End; row++)
                if (view.Roles[view.Facts.Columns.Filing[row]] != FilingRole.None) return true;
        return false;
    }
}
