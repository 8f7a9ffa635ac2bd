using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Screening;

internal sealed record ScreenResponse : ICsvTable, IPage
{
    [Description("The conditions, normalized: a comma is AND, | is OR and binds more tightly.")]
    public required string Where { get; init; }

    [Description("The requested period.")]
    public required string Period { get; init; }

    [Description("The requested currency; null if no condition is on money.")]
    public required string? Currency { get; init; }

    [Description("The order: a metric or ratio, with a minus sign for the largest first.")]
    public required string Sort { get; init; }

    [Description(RulesVersions.Description)]
    public int RulesVersion { get; } = Financials.Statements.Rules.RulesVersion.Current;

    [Description("Number of matching companies on all pages.")]
    public required int Total { get; init; }

    [Description("Number of companies that were not compared because they report in another currency.")]
    public required int Excluded { get; init; }

    [Description("Those companies by currency.")]
    public required IReadOnlyDictionary<string, int> ExcludedCurrencies { get; init; }

    [Description("Number of companies that do not match and have no value for some condition.")]
    public required int Missing { get; init; }

    [Description("URL of the next page; null on the last page.")]
    public required string? Next { get; init; }

    [Description("In the requested order; companies without a value to sort by come last.")]
    public required IReadOnlyList<ScreenCompanyResponse> Companies { get; init; }

    [JsonIgnore]
    public int? Count => Total;

    [JsonIgnore]
    public IReadOnlyList<string> Shown { get; private init; } = [];

    string ICsvTable.FileName => $"screen-{Period}";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
        ["cik", "ticker", "name", "exchange", "sic", "currency", "key", "start", "end", "balanceDate", .. Shown];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Companies.Select(company => (IEnumerable<CsvCell>)
    [
        company.Cik, company.Ticker, company.Name, company.Exchange, company.Sic, company.Currency, company.Key, (DateOnly?)company.Start,
        (DateOnly?)company.End, (DateOnly?)company.BalanceDate, .. Shown.Select(id => (CsvCell)company.Values[id]),
    ]);

    public static ScreenResponse From(ScreenQuery query, ScreeningPeriod period, ScreenResult result)
    {
        var shown = query.Shown.Select(measure => (measure.Id, Column: period.GetColumn(measure.Id))).ToList();
        var end = query.Offset + query.Limit;
        return new()
        {
            Where = query.Text,
            Period = query.Period.Key,
            Currency = query.Currency,
            Sort = query.Sort.Text,
            Total = result.Total,
            Excluded = result.Excluded.Values.Sum(),
            ExcludedCurrencies = result.Excluded,
            Missing = result.Missing,
            Next = end < result.Total ? query.GetNext(end) : null,
            Companies = [.. result.Rows.Select(row => ScreenCompanyResponse.From(row.Company, period, row.Index, shown))],
            Shown = [.. shown.Select(measure => measure.Id)],
        };
    }
}

internal sealed record ScreenCompanyResponse(
    [property: Description("Central Index Key, ten digits.")] string Cik,
    [property: Description("Main ticker symbol; null for a filer without one.")] string? Ticker,
    [property: Description("Conformed name in EDGAR.")] string Name,
    [property: Description("Exchange of the main ticker symbol, if known.")] string? Exchange,
    [property: Description("Standard Industrial Classification (SIC) code, if known.")] string? Sic,
    [property: Description("Reporting currency, ISO 4217.")] string Currency,
    [property: Description("Stable key of the company's own period: FY2025, 2025Q3, TTM2025-12-27.")] string Key,
    [property: Description("First day of the period.")] DateOnly Start,
    [property: Description("Last day of the period.")] DateOnly End,
    [property: Description("Date of the balances. With period=latest it may be later than the end of the fiscal year.")]
    DateOnly BalanceDate,
    [property: Description(
        "Exact values of the conditions, of the order and of the requested fields, by metric or ratio id; null if there is none.")]
    IReadOnlyDictionary<string, decimal?> Values)
{
    public static ScreenCompanyResponse From(
        CompanyEntry company, ScreeningPeriod period, int index, IReadOnlyList<(string Id, ScreeningColumn Column)> shown)
    {
        var row = period.Companies[index];
        var flow = row.GetPeriod(isInstant: false).Fiscal;
        return new(
            company.Cik.ToString(), company.Ticker, company.Name, company.Exchange, company.Sic, row.Currency, flow.Key, flow.Start, flow.End,
            row.GetPeriod(isInstant: true).Fiscal.End, GetValues(index, shown));
    }

    /// <summary>Gets a company's values by id, in the order of the columns.</summary>
    public static IReadOnlyDictionary<string, decimal?> GetValues(
        int index, IReadOnlyList<(string Id, ScreeningColumn Column)> shown)
    {
        var values = new OrderedDictionary<string, decimal?>(shown.Count);
        foreach (var (id, column) in shown) values.Add(id, column.TryGet(index, out var value) ? value : null);
        return values;
    }
}
