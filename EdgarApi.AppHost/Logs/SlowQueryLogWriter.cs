using EdgarApi.AppHost.Settings;
using EdgarApi.AppHost.Stores;
using EdgarApi.AppHost.Supervision;

namespace EdgarApi.AppHost.Logs;

/// <summary>
/// Writes what the Postgres servers log about slow statements into <c>slow-queries/&lt;server&gt;.log</c> of the state folder, where
/// <c>edgar report</c> reads it: the console log is gone when the system stops.
/// </summary>
internal sealed class SlowQueryLogWriter(
    LocalSettings settings, DataStores stores, ResourceNotificationService notifications, ResourceLoggerService logs) : EarlyService
{
    /// <summary>A full file becomes <c>&lt;server&gt;.log.1</c>, in place of the one before.</summary>
    private const long MaxBytes = 8 * 1024 * 1024;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var servers = stores.Nodes.Select(node => node.Server.Resource.Name).ToHashSet();
        var writing = new Dictionary<string, Task>();
        try
        {
            // The log of a resource goes by the id that it gets when it is created.
            await foreach (var change in notifications.WatchAsync(stoppingToken).ConfigureAwait(false))
            {
                if (servers.Contains(change.Resource.Name) && !writing.ContainsKey(change.ResourceId))
                    writing.Add(change.ResourceId, WriteAsync(change.ResourceId, change.Resource.Name, stoppingToken));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }

        await Task.WhenAll(writing.Values).ConfigureAwait(false);
    }

    private async Task WriteAsync(string resourceId, string server, CancellationToken stoppingToken)
    {
        var folder = Path.Combine(settings.StateDirectory, "slow-queries");
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{server}.log");
        var selection = new SlowQueryLines();
        try
        {
            await foreach (var batch in logs.WatchAsync(resourceId).WithCancellation(stoppingToken).ConfigureAwait(false))
            {
                var lines = batch.Select(line => selection.Select(line.Content)).OfType<string>().ToList();
                if (lines.Count > 0) Append(path, lines);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private static void Append(string path, IEnumerable<string> lines)
    {
        if (File.Exists(path) && new FileInfo(path).Length > MaxBytes) File.Move(path, $"{path}.1", overwrite: true);
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(path, options);
        foreach (var line in lines) writer.WriteLine(line);
    }
}
