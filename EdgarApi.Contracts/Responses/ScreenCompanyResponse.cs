namespace EdgarApi.Contracts.Responses;

/// <summary>A company with the values that a screen compares.</summary>
/// <param name="Cik">Central Index Key, ten digits.</param>
/// <param name="Ticker">Main ticker symbol; null for a filer without one.</param>
/// <param name="Name">Conformed name in EDGAR.</param>
/// <param name="Exchange">Exchange of the main ticker symbol, if known.</param>
/// <param name="Sic">Standard Industrial Classification (SIC) code, if known.</param>
/// <param name="Currency">Reporting currency, ISO 4217.</param>
/// <param name="Key">Stable key of the company's own period: FY2025, 2025Q3, TTM2025-12-27.</param>
/// <param name="Start">First day of the period.</param>
/// <param name="End">Last day of the period.</param>
/// <param name="BalanceDate">Date of the balances. With period=latest it may be later than the end of the fiscal year.</param>
/// <param name="Values">
/// Exact values of the conditions, of the order and of the requested fields, by metric or ratio id; null for missing values.
/// </param>
public sealed record ScreenCompanyResponse(
    string Cik,
    string? Ticker,
    string Name,
    string? Exchange,
    string? Sic,
    string Currency,
    string Key,
    DateOnly Start,
    DateOnly End,
    DateOnly BalanceDate,
    IReadOnlyDictionary<string, decimal?> Values);
