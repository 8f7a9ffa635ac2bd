using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Contract;

/// <summary>Creates profiles of responses.</summary>
internal static class ProfileResponses
{
    extension(ProfileResponse)
    {
        public static ProfileResponse From(CompanyEntry company, CompanyProfile? profile) => new(
            company.Cik.ToString(), company.Ticker, company.Tickers, company.Name, company.Exchange, profile?.Sic, profile?.SicDescription,
            profile?.FiscalYearEnd, profile?.StateOfIncorporation, profile?.Category, profile?.Website, company.FormerNames);
    }
}
