using System.Net.Http.Json;
using System.Text.Json;
using EdgarApi.Contracts;

namespace EdgarApi.Cli.Drills;

/// <summary>Companies whose data an API can serve.</summary>
internal static class ReadableCompanies
{
    private const int Count = 3;

    /// <summary>Finds the CIKs of a few companies.</summary>
    /// <exception cref="CommandException">None is loaded.</exception>
    public static async Task<IReadOnlyList<string>> FindAsync(HttpClient api, CancellationToken cancellationToken)
    {
        var address = new Uri($"{ApiRoutes.Companies.TrimStart('/')}?loaded=true&limit={Count}", UriKind.Relative);
        var found = await api.GetFromJsonAsync<JsonElement>(address, cancellationToken).ConfigureAwait(false);
        string[] ciks = [.. found.GetProperty("companies").EnumerateArray().Select(company => company.GetProperty("cik").GetString()!)];
        return ciks.Length > 0 ? ciks : throw new CommandException("no company is loaded yet, so there is nothing to read");
    }
}
