using System.Globalization;
using System.Net;
using EdgarApi.Contracts;

namespace EdgarApi.Tests.Faults.Running;

/// <summary>
/// Requests a company that is not loaded, again and again, from the first process. While the SEC fails, each response is a 503 with
/// <c>Retry-After</c>; later ones come within a second, because nobody asks the SEC for them.
/// </summary>
internal sealed class OnDemandCaller : IAsyncDisposable
{
    /// <summary>The first caller waits for the SEC, as long as <c>EdgarApi:Sec:Patience</c>.</summary>
    private static readonly TimeSpan FirstLimit = TimeSpan.FromSeconds(20), Limit = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _end = new();
    private readonly List<string> _broken = [];
    private readonly HttpClient _client;
    private readonly string _path;
    private readonly Task _work;
    private volatile bool _secWorks, _isLoaded;

    public OnDemandCaller(FaultySystem system, string company)
    {
        _path = ApiRoutes.GetCompanyPath(company, ApiRoutes.Overview);
        _client = new HttpClient { BaseAddress = new Uri(system.ApiProcesses[0].Address), Timeout = TimeSpan.FromSeconds(30) };
        _client.DefaultRequestHeaders.Add(ApiHeaders.ApiKey, FaultySystem.Key);
        _work = Task.Run(RequestAsync);
    }

    /// <summary>Whether the company is served, which needs an SEC that works.</summary>
    public bool IsLoaded => _isLoaded;

    /// <summary>From now on the SEC works again.</summary>
    public void EndFault() => _secWorks = true;

    /// <summary>Stops, and returns what was wrong.</summary>
    public async Task<IReadOnlyList<string>> StopAsync()
    {
        await _end.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _broken;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        _end.Dispose();
    }

    private async Task RequestAsync()
    {
        for (var number = 0; !_isLoaded; number++)
        {
            var started = TimeProvider.System.GetTimestamp();
            var isDuring = !_secWorks;
            using var response = await _client.GetAsync(new Uri(_path, UriKind.Relative), _end.Token);
            var took = TimeProvider.System.GetElapsedTime(started);
            _isLoaded = response.StatusCode == HttpStatusCode.OK;
            if (isDuring && _isLoaded && !_secWorks) _broken.Add($"{_path} is served although the SEC fails");
            if (!_isLoaded && response.StatusCode != HttpStatusCode.ServiceUnavailable) _broken.Add($"{_path}: {response.StatusCode}");
            if (!_isLoaded && response.Headers.RetryAfter is null) _broken.Add($"{_path}: no Retry-After");
            if (isDuring && !_secWorks && took > (number == 0 ? FirstLimit : Limit))
            {
                _broken.Add(string.Create(
                    CultureInfo.InvariantCulture, $"request {number} for {_path} took {took.TotalSeconds:0.0} s"));
            }

            await Task.Delay(Pause, _end.Token);
        }
    }
}
