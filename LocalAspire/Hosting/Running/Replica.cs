using System.Globalization;
using System.Net.Sockets;
using Aspire.Hosting;
using LocalAspire.Processes;

namespace LocalAspire.Running;

/// <summary>One process of a resource and what is known of its health.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WhileRunning = TimeSpan.FromSeconds(1);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };

    private readonly TaskCompletionSource _firstHealthy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _name;
    private readonly LeashedProcess _process;
    private readonly string? _healthPath;
    private readonly Task _watch;

    public Replica(string name, LeashedProcess process, int? port, string? healthPath)
    {
        (_name, _process, Port, _healthPath) = (name, process, port, healthPath);
        _watch = WatchAsync();
    }

    public int? Port { get; }

    public bool IsHealthy { get; private set; }

    public Task<int> Exited => _process.Exited;

    public async Task BecomeHealthyAsync(CancellationToken cancellationToken)
    {
        var first = await Task.WhenAny(_firstHealthy.Task, Exited).WaitAsync(cancellationToken).ConfigureAwait(false);
        // A resource without an address has nothing to be asked: running is healthy, even if it is already done.
        if (first != _firstHealthy.Task && Port is not null)
            throw new DistributedApplicationException(EndedWith(await Exited.ConfigureAwait(false)));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _watch.ConfigureAwait(false);
        await _process.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task WatchAsync()
    {
        try
        {
            while (!Exited.IsCompleted)
            {
                IsHealthy = await AnswersAsync().ConfigureAwait(false);
                if (IsHealthy)
                    _firstHealthy.TrySetResult();
                await Task.WhenAny(Exited, Task.Delay(IsHealthy ? WhileRunning : WhileStarting, _stopping.Token)).ConfigureAwait(false);
                _stopping.Token.ThrowIfCancellationRequested();
            }

            IsHealthy = false;
            ResourceLog.Write(_name, EndedWith(await Exited.ConfigureAwait(false)));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            IsHealthy = false;
        }
    }

    private static string EndedWith(int exitCode) => string.Create(CultureInfo.InvariantCulture, $"ended with exit code {exitCode}");

    /// <summary>Over HTTP where the resource names a path, otherwise whether its port accepts a connection.</summary>
    private async Task<bool> AnswersAsync()
    {
        if (Port is not { } port)
            return true;
        try
        {
            if (_healthPath is null)
            {
                using var client = new TcpClient();
                await client.ConnectAsync("127.0.0.1", port, _stopping.Token).ConfigureAwait(false);
                return true;
            }

            using var response = await Http.GetAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}{_healthPath}")), _stopping.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode;
        }
        catch (Exception exception) when (exception is SocketException or HttpRequestException || (exception is TaskCanceledException && !_stopping.IsCancellationRequested))
        {
            return false;
        }
    }
}
