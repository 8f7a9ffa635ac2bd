using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Contract;

/// <summary>The company of a response.</summary>
internal sealed record CompanyReference(
    [property: Description("Central Index Key, ten digits.")] string Cik,
    [property: Description("Main ticker symbol; null for a filer without one.")] string? Ticker,
    [property: Description("Conformed name in EDGAR.")] string Name)
{
    /// <summary>The shortest id of the company.</summary>
    [JsonIgnore]
    public string Id => Ticker ?? Cik;

    public static CompanyReference From(CompanyEntry company) => new(company.Cik.ToString(), company.Ticker, company.Name);

    /// <summary>The shortest id of the company for URLs.</summary>
    public static string GetId(CompanyEntry company) => company.Ticker ?? company.Cik.ToString();
}
