using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Serialization;
using EdgarApi.Contracts;
using EdgarApi.LoadTesting.Traffic;

namespace EdgarApi.LoadTesting;

/// <summary>The API under load: its address, its loaded companies, and the requests that warm its caches.</summary>
public sealed class LoadTarget : IDisposable
{
    private const int MaxConcurrentRequests = 8;

    private readonly HttpClient _client;

    private LoadTarget(Uri address, string? apiKey)
    {
        (Address, Format) = (address, new RequestFormat(address.Authority, apiKey));
        _client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Add("Accept", "application/json");
        _client.DefaultRequestHeaders.Add("User-Agent", "edgar-load");
        if (apiKey is not null) _client.DefaultRequestHeaders.Add(ApiHeaders.ApiKey, apiKey);
    }

    /// <summary>The base URL.</summary>
    public Uri Address { get; }

    internal RequestFormat Format { get; }

    /// <summary>Creates a target. Only loopback addresses are allowed unless <paramref name="allowRemote"/> is set.</summary>
    /// <exception cref="LoadTestException">The URL or key is invalid, or the host is not this machine.</exception>
    public static async Task<LoadTarget> CreateAsync(string url, string? apiKey, bool allowRemote, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)
            || address.Scheme is not ("http" or "https") || address.PathAndQuery != "/")
            throw new LoadTestException($"--url takes a base URL such as http://127.0.0.1:8080, not '{url}'.");
        if (apiKey is not null && apiKey.Any(c => c is <= ' ' or > '~'))
            throw new LoadTestException("--key must consist of visible ASCII characters.");
        if (!allowRemote && !await IsLoopbackAsync(address, cancellationToken).ConfigureAwait(false))
            throw new LoadTestException(
                $"{address.Host} is not this machine. Pass --allow-remote only if the owner of the server has agreed to the load.");
        return new LoadTarget(address, apiKey);
    }

    /// <summary>Gets the tickers (or CIKs, for companies without one) of the companies whose facts are loaded.</summary>
    /// <exception cref="LoadTestException">The API is unreachable, refuses the request or has no company loaded.</exception>
    public async Task<IReadOnlyList<string>> GetCompaniesAsync(int limit, CancellationToken cancellationToken)
    {
        try
        {
            var path = new Uri($"{ApiRoutes.Companies}?loaded=true&limit={limit}", UriKind.Relative);
            var list = await _client.GetFromJsonAsync(path, LoadTargetJson.Default.CompanyList, cancellationToken).ConfigureAwait(false);
            var loaded = list!.Companies.Where(company => company.Loaded).Select(company => company.Ticker ?? company.Cik).ToList();
            return loaded.Count > 0 ? loaded : throw new LoadTestException($"{Address} has no companies loaded.");
        }
        catch (HttpRequestException error)
        {
            throw new LoadTestException($"{Address} does not list its companies: {error.Message}");
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Reads the server's metrics; null if it does not publish them here.</summary>
    internal async Task<string?> GetMetricsAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _client.GetAsync(new Uri("/metrics", UriKind.Relative), cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false) : null;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            return null; // a server that does not answer shows in the errors of the run
        }
    }

    /// <summary>Requests every path once, which warms the caches, and excludes paths that return 404.</summary>
    /// <returns>The number of excluded paths.</returns>
    internal async Task<int> WarmAsync(RequestSource requests, CancellationToken cancellationToken)
    {
        var excluded = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrentRequests, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(requests.GetPaths(), options, async (item, stop) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(item.Path, UriKind.Relative));
            request.Headers.Add("Accept-Encoding", RequestFormat.Encodings);
            using var response = await _client.SendAsync(request, stop).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                throw new LoadTestException($"{item.Path} returned {(int)response.StatusCode}: pass a key with access as --key.");
            if (response.StatusCode != HttpStatusCode.NotFound) return;
            requests.Exclude(item.Endpoint, item.Company);
            Interlocked.Increment(ref excluded);
        }).ConfigureAwait(false);
        return excluded;
    }

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
            throw new LoadTestException($"the host {address.Host} cannot be resolved.");
        }
    }
}

internal sealed record CompanyList(IReadOnlyList<ListedCompany> Companies);

internal sealed record ListedCompany(string Cik, string? Ticker, bool Loaded);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CompanyList))]
internal sealed partial class LoadTargetJson : JsonSerializerContext;
