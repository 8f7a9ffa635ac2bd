using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Contract;

/// <summary>Creates references to companies.</summary>
internal static class CompanyReferences
{
    extension(CompanyReference)
    {
        public static CompanyReference From(CompanyEntry company) => new(company.Cik.ToString(), company.Ticker, company.Name);

        /// <summary>The shortest id of the company for URLs.</summary>
        public static string GetId(CompanyEntry company) => company.Ticker ?? company.Cik.ToString();
    }
}
