using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.Ops;

/// <summary>
/// An API without Prometheus in a process of its own, for the tests of one class: metrics of several APIs in one process cannot be told
/// apart. It starts on first use.
/// </summary>
public sealed class OpsProcess(SharedServers servers, ApiServer api) : IAsyncDisposable
{
    private ApiProcess? _process;

    /// <summary>Gets a client with the development key.</summary>
    public async Task<HttpClient> ClientAsync()
    {
        _process ??= await api.ProcessAsync(servers, ("EdgarApi:Cache:Namespace", $"ops-{Guid.NewGuid():N}"[..32]));
        return _process.Client();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}
