using System.Globalization;
using System.Text.RegularExpressions;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Screening;

/// <summary>The period in which companies are compared.</summary>
/// <param name="Key">Its key, as in responses.</param>
/// <param name="HasQuarter">Whether it is a calendar quarter.</param>
/// <param name="IsBalance">Whether it is the end of a calendar quarter, which has balances only.</param>
internal sealed partial record RequestedPeriod(string Key, bool HasQuarter, bool IsBalance)
{
    public static readonly RequestedPeriod Latest = new(ScreeningPeriods.Latest, HasQuarter: false, IsBalance: false);
    public static readonly RequestedPeriod TwelveMonths = new(ScreeningPeriods.TwelveMonths, HasQuarter: false, IsBalance: false);

    private const int FirstYear = 1990;
    private const int LastYear = 2199;

    private const string Accepted =
        "must be latest, ttm, a calendar year (CY2024), a calendar quarter (CY2024Q1), or the balances at the end of one (CY2024Q1I)";

    private const string Meaning =
        "`latest`: the newest fiscal year, balances of the newest balance sheet. `ttm`: the newest twelve months and the balances at " +
        "their end; for filers without quarters the fiscal year. `CY2024`, `CY2024Q1`: the fiscal period that the SEC's frames assign to " +
        "a calendar year or quarter, with the balances at its end. `CY2024Q1I`: balances only, by their date.";

    /// <summary>The period in the path.</summary>
    public static readonly QueryParameter<RequestedPeriod> RouteParameter = Create(Latest, "CY2024");

    /// <summary>The period in the query string.</summary>
    public static readonly QueryParameter<RequestedPeriod> Parameter = Create(TwelveMonths, TwelveMonths.Key);

    /// <summary>Creates the problem of a period without data, which suggests others.</summary>
    public static ApiProblem CreateProblem(string detail) =>
        ApiProblem.NoData(detail, new Dictionary<string, string[]> { ["period"] = [Latest.Key, TwelveMonths.Key] });

    private static QueryParameter<RequestedPeriod> Create(RequestedPeriod defaultValue, string example) => new(
        "period", Meaning, new ParameterSchema("string") { MaxLength = 9, Example = example }, defaultValue, Read);

    private static Parsed<RequestedPeriod> Read(string text)
    {
        if (text.Equals(Latest.Key, StringComparison.OrdinalIgnoreCase)) return Latest;
        if (text.Equals(TwelveMonths.Key, StringComparison.OrdinalIgnoreCase)) return TwelveMonths;
        if (Pattern().Match(text) is not { Success: true } match
            || int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture) is < FirstYear or > LastYear)
            return Parsed<RequestedPeriod>.Invalid(Accepted);
        return new RequestedPeriod(
            match.Value.ToUpperInvariant(), match.Groups["quarter"].Success, match.Groups["instant"].Success);
    }

    [GeneratedRegex(@"\ACY(?<year>[0-9]{4})(?<quarter>Q[1-4](?<instant>I)?)?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
