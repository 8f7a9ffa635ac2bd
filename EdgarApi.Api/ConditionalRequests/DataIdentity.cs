using EdgarApi.Api.Requests;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Screening;

namespace EdgarApi.Api.ConditionalRequests;

/// <summary>Identifies the data that a response is based on.</summary>
/// <param name="Text">Differs whenever the data may differ.</param>
/// <param name="LastFiled">Date of the newest filing in the data.</param>
/// <param name="Company">The company that owns the data; null for several companies.</param>
/// <param name="Revision">The company directory's revision before the lookup.</param>
internal sealed record DataIdentity(string Text, DateOnly? LastFiled, CompanyEntry? Company, long Revision)
{
    /// <summary>The published data of a company; null if none is loaded, because then nothing identifies the data.</summary>
    public static DataIdentity? From(RequestedCompany company) => company.Entry.IsLoaded
        ? new(GetText(company.Entry), company.Entry.LastFiled, company.Entry, company.Revision)
        : null;

    /// <summary>The published data of several companies, in order; null if any of them is not loaded.</summary>
    public static DataIdentity? From(RequestedCompanies companies) => companies.Entries.All(company => company.IsLoaded)
        ? new(
            string.Join('\n', companies.Entries.Select(GetText)), companies.Entries.Max(company => company.LastFiled), null,
            companies.Revision)
        : null;

    /// <summary>The data of all companies as of the table's last change; null until the table is loaded.</summary>
    public static DataIdentity? From(IScreeningTable table) =>
        table.State is { } state ? new($"screening:{state.Identity}", null, null, state.Revision) : null;

    private static string GetText(CompanyEntry company) =>
        $"{company.Cik}:{company.Version}:{company.DataHash}:{company.Ticker}:{company.Name}";
}
