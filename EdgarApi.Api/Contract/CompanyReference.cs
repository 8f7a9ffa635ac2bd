using System.ComponentModel;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Contract;

/// <summary>Which company an answer is about.</summary>
internal sealed record CompanyReference(
    [property: Description("Central Index Key, ten digits.")] string Cik,
    [property: Description("Main ticker symbol; null for a filer without one.")] string? Ticker,
    [property: Description("Name as the SEC conforms it.")] string Name)
{
    public static CompanyReference From(CompanyEntry company) => new(company.Cik.ToString(), company.Ticker, company.Name);

    /// <summary>The shortest id that names the company in an address.</summary>
    public static string GetId(CompanyEntry company) => company.Ticker ?? company.Cik.ToString();
}
