using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Vintages;

/// <summary>Recognizes periodic reports by their form.</summary>
internal static class PeriodicReports
{
    public static readonly RuleDescription Rule = new(
        "periodic-reports",
        "Annual, quarterly and transition reports and amendments count; proxies, registrations, prospectuses and press releases do not.",
        "Exchange Act rules 13a-1, 13a-10, 13a-13 and 13a-16; McDonald's proxy gives 7,545.0 million for 7,545.2.");

    /// <summary>The role that a form has by itself; <see cref="FilingRole.None"/> for one that is not of a periodic report.</summary>
    /// <param name="form">The form, of an amendment too.</param>
    /// <param name="isForeign">Whether the company is a foreign private issuer, whose interim reports are 6-Ks.</param>
    public static FilingRole GetRole(string form, bool isForeign) => GetBaseForm(form) switch
    {
        "10-K" or "20-F" or "40-F" => FilingRole.Annual,
        "10-KT" or "20-FT" or "40-FT" => FilingRole.Transition,
        "10-QT" => FilingRole.Transition,
        "10-Q" => FilingRole.Interim,
        "6-K" when isForeign => FilingRole.Interim,
        _ => FilingRole.None,
    };

    /// <summary>Whether a form is of the annual report of a foreign private issuer.</summary>
    public static bool IsForeignAnnual(string form) => GetBaseForm(form) is "20-F" or "40-F";

    /// <summary>Whether a form is of a current report.</summary>
    public static bool IsCurrent(string form) => GetBaseForm(form) is "8-K" or "6-K";

    /// <summary>Whether a form corrects an earlier filing.</summary>
    public static bool IsAmendment(string form) => form.EndsWith("/A", StringComparison.Ordinal);

    /// <summary>The form without the suffix of an amendment.</summary>
    public static string GetBaseForm(string form) => IsAmendment(form) ? form[..^2] : form;
}
