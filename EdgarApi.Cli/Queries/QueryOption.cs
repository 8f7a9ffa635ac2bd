using System.CommandLine;

namespace EdgarApi.Cli.Queries;

/// <summary>An option that becomes a parameter of the request. The API checks its value.</summary>
internal sealed record QueryOption(string Parameter, Option<string?> Option)
{
    public static QueryOption Create(string name, string parameter, string description, string helpName = "value") =>
        new(parameter, new Option<string?>(name) { Description = description, HelpName = helpName });

    public static QueryOption AsOf => Create("--as-of", "asOf", "Use only filings up to this day.", "yyyy-MM-dd");

    public static QueryOption Freq => Create("--freq", "freq", "Length of the periods. Default: annual.", "annual|quarterly|ttm");

    public static QueryOption Periods => Create("--periods", "periods", "Number of periods. Default: 4.", "number");

    public static QueryOption Vintage =>
        Create("--vintage", "vintage", "Latest restated values, or values as first reported.", "latest|original");

    public static QueryOption Limit => Create("--limit", "limit", "Maximum number of results.", "number");

    public static QueryOption Cursor => Create("--cursor", "cursor", "Continue a list after the page that printed this cursor.", "cursor");

    public static QueryOption Form => Create("--form", "form", "Form types, such as 10-K,10-Q.", "form,…");

    public static QueryOption Exchange =>
        Create("--exchange", "exchange", "Exchange of the main ticker.", "Nasdaq|NYSE|OTC|CBOE");

    public static QueryOption Sic => Create("--sic", "sic", "Industry: SIC code.", "number");

    public static QueryOption Currency => Create("--currency", "currency", "Only companies that report in this currency.", "code");

    public static QueryOption ComparedPeriod =>
        Create("--period", "period", "Period that is compared. Default: ttm.", "ttm|latest|CY2024|CY2024Q1");

    /// <summary>The dates between which something lies.</summary>
    public static IEnumerable<QueryOption> CreateRange(string what) =>
    [
        Create("--from", "from", $"Earliest {what}.", "yyyy-MM-dd"), Create("--to", "to", $"Latest {what}.", "yyyy-MM-dd"),
    ];
}
