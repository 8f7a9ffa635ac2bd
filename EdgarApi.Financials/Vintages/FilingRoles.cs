using EdgarApi.Financials.Facts;

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

/// <summary>
/// Classifies the filings of a company: by their form (<see cref="PeriodicReports"/>) and, for an 8-K, by what they contain
/// (<see cref="FullRecasts"/>). <see cref="OtherEntities"/> excludes some of them.
/// </summary>
internal static class FilingRoles
{
    /// <summary>The role of each filing; <see cref="FilingRole.None"/> also for one that is not yet on file.</summary>
    public static FilingRole[] Classify(CompanyFacts facts, DateOnly? asOf)
    {
        bool IsOnFile(FactFiling filing) => !(filing.Filed > asOf);
        var isForeign = facts.Filings.Any(filing => IsOnFile(filing) && PeriodicReports.IsForeignAnnual(filing.Form));
        var full = FullRecasts.FindFull(facts);
        FilingRole[] roles = [.. facts.Filings.Select((filing, index) =>
            !IsOnFile(filing) ? FilingRole.None
            : FullRecasts.IsRecast(filing.Form, full.Contains(index)) ? FilingRole.Recast
            : PeriodicReports.GetRole(filing.Form, isForeign))];
        OtherEntities.Exclude(facts, roles, FindCurrentReports(facts, roles));
        return roles;
    }

    /// <summary>Whether each filing is an 8-K or 6-K with a role.</summary>
    private static bool[] FindCurrentReports(CompanyFacts facts, FilingRole[] roles) => [.. facts.Filings.Select((filing, index) =>
        roles[index] != FilingRole.None && PeriodicReports.IsCurrent(filing.Form))];
}
