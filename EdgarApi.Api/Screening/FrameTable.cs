using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Api.Screening;

/// <summary>A page of a frame as a table.</summary>
internal sealed record FrameTable : FrameResponse, ICsvTable
{
    string ICsvTable.FileName => $"{Metric}-{Period}";

    [JsonIgnore]
    public IEnumerable<string> CsvColumns =>
    [
        "cik", "ticker", "name", "key", "fiscalYear", "fiscalPeriod", "start", "end", "value", "unit", "currency", "concept", "accession",
        "form", "filed", "derivation",
    ];

    [JsonIgnore]
    public IEnumerable<IEnumerable<CsvCell>> CsvRows => Companies.Select(company => (CsvCell[])
    [
        company.Cik, company.Ticker, company.Name, company.Key, (int?)company.FiscalYear, company.FiscalPeriod, company.Start,
        (DateOnly?)company.End, (decimal?)company.Value, company.Unit, company.Currency, company.Source?.Concept,
        company.Source?.Accession, company.Source?.Form, company.Source?.Filed, company.Source?.Derivation,
    ]);

    /// <summary>Creates a page.</summary>
    /// <param name="query">What was requested.</param>
    /// <param name="page">The values on the page.</param>
    /// <param name="total">Number of companies on all pages.</param>
    /// <param name="hasNext">Whether another page follows.</param>
    public static FrameTable From(FrameQuery query, IReadOnlyList<FrameValue> page, int total, bool hasNext) => new()
    {
        Metric = query.Metric.Id,
        Label = query.Metric.Label,
        Period = query.Period.Key,
        Currency = query.Currency,
        RulesVersion = Financials.Statements.Rules.RulesVersion.Current,
        Total = total,
        Next = hasNext ? query.GetNext(page[^1].Company.Cik.Value) : null,
        Companies = [.. page.Select(value => CreateCompany(value, query.Metric))],
    };

    private static FrameCompanyResponse CreateCompany(FrameValue value, Metric metric) => new(
        value.Company.Cik.ToString(), value.Company.Ticker, value.Company.Name, value.Period.Key, value.Period.FiscalYear,
        value.Period.Code, metric.IsInstant ? null : value.Period.Start, value.Period.End, value.Value,
        LongRow.GetUnit(metric.Unit, value.Currency), value.Currency, SourceResponse.From(value.Source));
}
