namespace EdgarApi.Contracts.Responses;

/// <summary>Master data of a company.</summary>
/// <param name="Cik">Central Index Key, ten digits.</param>
/// <param name="Ticker">Main ticker symbol; null for a filer without one.</param>
/// <param name="Tickers">All ticker symbols, the main one first.</param>
/// <param name="Name">Conformed name in EDGAR.</param>
/// <param name="Exchange">Exchange of the main ticker symbol.</param>
/// <param name="Sic">Standard Industrial Classification (SIC) code.</param>
/// <param name="SicDescription">The SEC's description of the SIC code.</param>
/// <param name="FiscalYearEnd">Month and day of the fiscal year end as the filer states it, MMDD.</param>
/// <param name="StateOfIncorporation">State or country of incorporation, as the SEC abbreviates it.</param>
/// <param name="Category">Filer category.</param>
/// <param name="Website">Website as the filer states it.</param>
/// <param name="FormerNames">Former names, newest first.</param>
public sealed record ProfileResponse(
    string Cik,
    string? Ticker,
    IReadOnlyList<string> Tickers,
    string Name,
    string? Exchange,
    string? Sic,
    string? SicDescription,
    string? FiscalYearEnd,
    string? StateOfIncorporation,
    string? Category,
    string? Website,
    IReadOnlyList<string> FormerNames);
