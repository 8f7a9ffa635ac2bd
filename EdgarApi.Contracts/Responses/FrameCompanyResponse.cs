using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>A company's value in a frame.</summary>
/// <param name="Cik">Central Index Key, ten digits.</param>
/// <param name="Ticker">Main ticker symbol; null for a filer without one.</param>
/// <param name="Name">Conformed name in EDGAR.</param>
/// <param name="Key">Stable key of the company's own period: FY2025, 2025Q3, TTM2025-12-27.</param>
/// <param name="FiscalYear">Fiscal year as the filer numbers it.</param>
/// <param name="FiscalPeriod">FY, Q1 to Q4, TTM or TP.</param>
/// <param name="Start">First day; absent for a balance.</param>
/// <param name="End">Last day, or the date of the balance.</param>
/// <param name="Value">The exact value.</param>
/// <param name="Unit">Currency, shares, currency/shares or pure.</param>
/// <param name="Currency">Reporting currency, ISO 4217.</param>
/// <param name="Source">Source of the value. Null for a moment while newer data of the company is being loaded.</param>
public sealed record FrameCompanyResponse(
    string Cik,
    string? Ticker,
    string Name,
    string Key,
    int FiscalYear,
    string FiscalPeriod,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateOnly? Start,
    DateOnly End,
    decimal Value,
    string Unit,
    string Currency,
    SourceResponse? Source);
