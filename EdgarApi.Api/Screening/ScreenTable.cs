using System.Text.Json.Serialization;
using EdgarApi.Api.Csv;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.Screening;

/// <summary>A page of a screen as a table.</summary>
internal sealed record ScreenTable : ScreenResponse, ICsvTable
{
    private IReadOnlyList<string> _shown = [];

    string ICsvTable.FileName => $"screen-{Period}";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
        ["cik", "ticker", "name", "exchange", "sic", "currency", "key", "start", "end", "balanceDate", .. _shown];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Companies.Select(company => (IEnumerable<CsvCell>)
    [
        company.Cik, company.Ticker, company.Name, company.Exchange, company.Sic, company.Currency, company.Key, (DateOnly?)company.Start,
        (DateOnly?)company.End, (DateOnly?)company.BalanceDate, .. _shown.Select(id => (CsvCell)company.Values[id]),
    ]);

    public static ScreenTable From(ScreenQuery query, ScreeningPeriod period, ScreenResult result)
    {
        var shown = query.Shown.Select(measure => (measure.Id, Column: period.GetColumn(measure.Id))).ToList();
        var end = query.Offset + query.Limit;
        return new()
        {
            Where = query.Text,
            Period = query.Period.Key,
            Currency = query.Currency,
            Sort = query.Sort.Text,
            RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
            Total = result.Total,
            Excluded = result.Excluded.Values.Sum(),
            ExcludedCurrencies = result.Excluded,
            Missing = result.Missing,
            Next = end < result.Total ? query.GetNext(end) : null,
            Companies = [.. result.Rows.Select(row => ScreenedValues.CreateCompany(row.Company, period, row.Index, shown))],
            _shown = [.. shown.Select(measure => measure.Id)],
        };
    }
}
