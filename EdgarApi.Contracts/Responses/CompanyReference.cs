using System.Text.Json.Serialization;

namespace EdgarApi.Contracts.Responses;

/// <summary>The company of a response.</summary>
/// <param name="Cik">Central Index Key, ten digits.</param>
/// <param name="Ticker">Main ticker symbol; null for a filer without one.</param>
/// <param name="Name">Conformed name in EDGAR.</param>
public sealed record CompanyReference(
    string Cik,
    string? Ticker,
    string Name)
{
    /// <summary>The shortest id of the company.</summary>
    [JsonIgnore]
    public string Id => Ticker ?? Cik;
}
