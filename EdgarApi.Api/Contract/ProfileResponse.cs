using System.ComponentModel;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Contract;

internal sealed record ProfileResponse(
    [property: Description("Central Index Key, ten digits.")] string Cik,
    [property: Description("Main ticker symbol; null for a filer without one.")] string? Ticker,
    [property: Description("All ticker symbols, the main one first.")] IReadOnlyList<string> Tickers,
    [property: Description("Conformed name in EDGAR.")] string Name,
    [property: Description("Exchange of the main ticker symbol.")] string? Exchange,
    [property: Description("Standard Industrial Classification (SIC) code.")] string? Sic,
    [property: Description("The SEC's description of the SIC code.")] string? SicDescription,
    [property: Description("Month and day of the fiscal year end as the filer states it, MMDD.")] string? FiscalYearEnd,
    [property: Description("State or country of incorporation, as the SEC abbreviates it.")] string? StateOfIncorporation,
    [property: Description("Filer category.")] string? Category,
    [property: Description("Website as the filer states it.")] string? Website,
    [property: Description("Former names, newest first.")] IReadOnlyList<string> FormerNames)
{
    public static ProfileResponse From(CompanyEntry company, CompanyProfile? profile) => new(
        company.Cik.ToString(), company.Ticker, company.Tickers, company.Name, company.Exchange, profile?.Sic, profile?.SicDescription,
        profile?.FiscalYearEnd, profile?.StateOfIncorporation, profile?.Category, profile?.Website, company.FormerNames);
}
