using System.Globalization;
using EdgarApi.Contracts;
using EdgarApi.Storage.Publication;

namespace EdgarApi.Warmer.Edge;

/// <summary>
/// Paths of cached responses. The edge caches a company's profile and overview under the SEC's spelling of its tickers, and under its CIK
/// with ten digits or without leading zeros (<c>infra/modules/frontdoor.bicep</c>). Purges ignore case and query strings.
/// </summary>
internal static class EdgePaths
{
    /// <summary>Most paths in one purge (https://learn.microsoft.com/azure/frontdoor/front-door-limits).</summary>
    public const int MaxPerPurge = 100;

    /// <summary>All companies.</summary>
    public const string Everything = $"{ApiRoutes.Companies}/*";

    /// <summary>The paths of companies, in batches of one purge each.</summary>
    public static IEnumerable<string[]> GetBatches(IEnumerable<OutdatedCompany> companies) =>
        companies.SelectMany(GetPaths).Distinct(StringComparer.OrdinalIgnoreCase).Chunk(MaxPerPurge);

    private static IEnumerable<string> GetPaths(OutdatedCompany company) =>
        company.Tickers.Select(ticker => ticker.ToLowerInvariant())
            .Append(company.Cik.Value.ToString(CultureInfo.InvariantCulture))
            .Append(company.Cik.Value.ToString("D10", CultureInfo.InvariantCulture))
            .Select(id => $"{ApiRoutes.Companies}/{id}")
            .SelectMany(path => (string[])[path, path + ApiRoutes.Overview]);
}
