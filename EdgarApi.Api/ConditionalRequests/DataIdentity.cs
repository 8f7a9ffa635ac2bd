using EdgarApi.Data.Companies;

namespace EdgarApi.Api.ConditionalRequests;

/// <summary>Which data an answer is made of.</summary>
/// <param name="Text">Differs whenever the data may differ.</param>
/// <param name="LastFiled">Day of the newest filing in it.</param>
internal sealed record DataIdentity(string Text, DateOnly? LastFiled)
{
    /// <summary>The published data of a company; null when none is loaded, since nothing then tells what an answer is made of.</summary>
    public static DataIdentity? Of(CompanyEntry company) => company.IsLoaded
        ? new($"{company.Cik}:{company.Version}:{company.DataHash}:{company.Ticker}:{company.Name}", company.LastFiled)
        : null;

    /// <summary>The published data of several companies, in their order; null when one of them has none loaded.</summary>
    public static DataIdentity? Of(IReadOnlyList<CompanyEntry> companies) => companies.All(company => company.IsLoaded)
        ? new(string.Join('\n', companies.Select(company => Of(company)!.Text)), companies.Max(company => company.LastFiled))
        : null;
}
