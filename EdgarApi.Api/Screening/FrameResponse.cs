using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Csv;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;

namespace EdgarApi.Api.Screening;

internal sealed record FrameResponse(
    [property: Description("Metric id.")] string Metric,
    [property: Description("Display name of the metric.")] string Label,
    [property: Description("The requested period.")] string Period,
    [property: Description("The requested currency; null for all.")] string? Currency,
    [property: Description("Number of companies on all pages.")] int Total,
    [property: Description("URL of the next page; null on the last page.")] string? Next,
    [property: Description("In the order of their CIKs.")] IReadOnlyList<FrameCompanyResponse> Companies) : ICsvTable, IPage
{
    [Description(RulesVersions.Description)]
    public int RulesVersion { get; } = Financials.Statements.Rules.RulesVersion.Current;

    [JsonIgnore]
    public int? Count => Total;

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
}

internal sealed record FrameCompanyResponse(
    [property: Description("Central Index Key, ten digits.")] string Cik,
    [property: Description("Main ticker symbol; null for a filer without one.")] string? Ticker,
    [property: Description("Conformed name in EDGAR.")] string Name,
    [property: Description("Stable key of the company's own period: FY2025, 2025Q3, TTM2025-12-27.")] string Key,
    [property: Description("Fiscal year as the filer numbers it.")] int FiscalYear,
    [property: Description("FY, Q1 to Q4, TTM or TP.")] string FiscalPeriod,
    [property: Description("First day; absent for a balance.")]
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    DateOnly? Start,
    [property: Description("Last day, or the date of the balance.")] DateOnly End,
    [property: Description("The value.")] decimal Value,
    [property: Description("Currency, shares, USD/shares or pure.")] string Unit,
    [property: Description("Reporting currency, ISO 4217.")] string Currency,
    [property: Description("Source of the value. Null for a moment while newer data of the company is being loaded.")]
    SourceResponse? Source)
{
    public static FrameCompanyResponse From(FrameValue value, Metric metric) => new(
        value.Company.Cik.ToString(), value.Company.Ticker, value.Company.Name, value.Period.Key, value.Period.FiscalYear,
        value.Period.Code, metric.IsInstant ? null : value.Period.Start, value.Period.End, value.Value,
        LongRow.GetUnit(metric.Unit, value.Currency), value.Currency, SourceResponse.From(value.Source));
}
