using EdgarApi.Api.Problems;
using EdgarApi.Tests.Servers;
using Microsoft.AspNetCore.Mvc.Testing;

namespace EdgarApi.Tests.Api;

/// <summary>
/// APIs that the tests of one class share, one for each set of settings. Take it as a class fixture if no test depends on what another
/// has requested.
/// </summary>
public sealed class ClassHosts(SharedServers servers, ApiServer api) : IAsyncDisposable
{
    private readonly Dictionary<string, WebApplicationFactory<ApiProblem>> _hosts = [];
    private readonly string _space = $"class-{Guid.NewGuid():N}"[..32];

    /// <summary>Gets a client without a key. It neither decompresses responses nor follows redirects.</summary>
    public async Task<HttpClient> AnonymousAsync(params (string Key, string Value)[] settings)
    {
        var key = string.Join('\n', settings);
        if (!_hosts.TryGetValue(key, out var host))
            _hosts[key] = host = await api.OwnAsync(servers, [("EdgarApi:Cache:Namespace", _space), .. settings]);
        return OwnApiTest.Client(host);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts.Values) await host.DisposeAsync();
    }
}
