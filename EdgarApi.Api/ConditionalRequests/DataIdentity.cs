using EdgarApi.Api.Requests;
using EdgarApi.Api.TimeSeries;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.ConditionalRequests;

/// <summary>Which data an answer is made of.</summary>
/// <param name="Text">Differs whenever the data may differ.</param>
/// <param name="LastFiled">Day of the newest filing in it.</param>
/// <param name="Company">Whose data it is; null for several companies'.</param>
/// <param name="Revision">The company directory's when the data was looked up in it.</param>
internal sealed record DataIdentity(string Text, DateOnly? LastFiled, CompanyEntry? Company, long Revision)
{
    /// <summary>The published data of a company; null when none is loaded, since nothing then tells what an answer is made of.</summary>
    public static DataIdentity? From(RequestedCompany company) => company.Entry.IsLoaded
        ? new(GetText(company.Entry), company.Entry.LastFiled, company.Entry, company.Revision)
        : null;

    /// <summary>The published data of several companies, in their order; null when one of them has none loaded.</summary>
    public static DataIdentity? From(RequestedCompanies companies) => companies.Entries.All(company => company.IsLoaded)
        ? new(string.Join('\n', companies.Entries.Select(GetText)), companies.Entries.Max(company => company.LastFiled), null, companies.Revision)
        : null;

    private static string GetText(CompanyEntry company) => $"{company.Cik}:{company.Version}:{company.DataHash}:{company.Ticker}:{company.Name}";
}
