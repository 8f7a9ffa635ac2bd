using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Serialization;
using EdgarApi.Cli.Load.Traffic;

namespace EdgarApi.Cli.Load;

/// <summary>The API under load: which addresses may be loaded, which companies it has, and a first request to everything.</summary>
internal sealed class LoadTarget : IDisposable
{
    private const int AtOnce = 8;
    private readonly HttpClient client;

    public LoadTarget(Uri address, string? apiKey)
    {
        (Address, Format) = (address, new RequestFormat(address.Authority, apiKey));
        client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Add("Accept", "application/json");
        client.DefaultRequestHeaders.Add("User-Agent", "edgar-load");
        if (apiKey is not null) client.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
    }

    public Uri Address { get; }

    public RequestFormat Format { get; }

    /// <summary>An address of this machine; another only when its owner was asked, which <paramref name="allowRemote"/> says.</summary>
    public static async Task<LoadTarget> CreateAsync(string url, string? apiKey, bool allowRemote, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https") || address.PathAndQuery != "/")
            throw new CommandException($"--url takes an address as http://127.0.0.1:8080, not '{url}'.");
        if (apiKey is not null && apiKey.Any(c => c is <= ' ' or > '~')) throw new CommandException("--key takes a key of visible ASCII characters.");
        if (!allowRemote && !await IsLoopbackAsync(address, cancellationToken).ConfigureAwait(false))
            throw new CommandException($"{address.Host} is not this machine. Load on servers of others is an attack; --allow-remote says that this one may be loaded.");
        return new LoadTarget(address, apiKey);
    }

    /// <summary>Tickers (CIKs without one) of the companies whose facts are loaded.</summary>
    public async Task<IReadOnlyList<string>> CompaniesAsync(int most, CancellationToken cancellationToken)
    {
        try
        {
            var list = await client.GetFromJsonAsync(new Uri($"/api/v1/companies?limit={most}", UriKind.Relative), LoadTargetJson.Default.LoadedCompanies, cancellationToken)
                .ConfigureAwait(false);
            var loaded = list!.Companies.Where(company => company.Loaded).Select(company => company.Ticker ?? company.Cik).ToList();
            return loaded.Count > 0 ? loaded : throw new CommandException($"{Address} has no company loaded.");
        }
        catch (HttpRequestException error)
        {
            throw new CommandException($"{Address} does not list its companies: {error.Message}");
        }
    }

    /// <summary>Asks every address once, which warms the caches, and leaves out those that the API answers with 404.</summary>
    /// <returns>How many addresses were left out.</returns>
    public async Task<int> WarmAsync(RequestSource requests, CancellationToken cancellationToken)
    {
        var left = 0;
        await Parallel.ForEachAsync(requests.Addresses(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (address, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(address.Path, UriKind.Relative));
            request.Headers.Add("Accept-Encoding", RequestFormat.Encodings);
            using var response = await client.SendAsync(request, stop).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new CommandException($"{address.Path} answers {(int)response.StatusCode}: --key takes a key that may ask it.");
            if (response.StatusCode != HttpStatusCode.NotFound) return;
            requests.Exclude(address.Endpoint, address.Company);
            Interlocked.Increment(ref left);
        }).ConfigureAwait(false);
        return left;
    }

    public void Dispose() => client.Dispose();

    private static async Task<bool> IsLoopbackAsync(Uri address, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(address.DnsSafeHost, out var literal)) return IPAddress.IsLoopback(literal);
        try
        {
            var resolved = await Dns.GetHostAddressesAsync(address.DnsSafeHost, cancellationToken).ConfigureAwait(false);
            return resolved.Length > 0 && resolved.All(IPAddress.IsLoopback);
        }
        catch (SocketException)
        {
            throw new CommandException($"the host {address.Host} is not known.");
        }
    }
}

internal sealed record LoadedCompanies(IReadOnlyList<LoadedCompany> Companies);

internal sealed record LoadedCompany(string Cik, string? Ticker, bool Loaded);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LoadedCompanies))]
internal sealed partial class LoadTargetJson : JsonSerializerContext;
