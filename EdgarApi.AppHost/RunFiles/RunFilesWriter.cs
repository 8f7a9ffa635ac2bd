using System.Collections.Immutable;
using EdgarApi.AppHost.Settings;
using EdgarApi.AppHost.Stores;
using EdgarApi.AppHost.Supervision;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace EdgarApi.AppHost.RunFiles;

/// <summary>
/// Tells scripts about the running system through files in the state folder:
/// <c>processes.tsv</c> (resource, process id, the process' own address), <c>edgardb</c> (the primary's connection string),
/// <c>postgres.tsv</c> (for drills: passwords, the scripts' folder, and each server with address and folder) and, as soon as the API is
/// healthy, <c>addresses.tsv</c> (name, address; the dashboard's login link and the development key included).
/// </summary>
internal sealed partial class RunFilesWriter(
    LocalSettings settings, DataStores stores, string scripts, EndpointReference api, DevelopmentKeyParameter key,
    ResourceNotificationService notifications, IConfiguration configuration, ILogger<RunFilesWriter> logger) : EarlyService
{
    private readonly RunFile _processes = new(settings.StateDirectory, "processes.tsv");
    private readonly RunFile _database = new(settings.StateDirectory, "edgardb");
    private readonly RunFile _servers = new(settings.StateDirectory, "postgres.tsv");
    private readonly RunFile _addresses = new(settings.StateDirectory, "addresses.tsv");
    private readonly SortedDictionary<string, ResourceEvent> _resources = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        Delete();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Delete(); // what a killed run left
        LogStores(settings.UseContainers.Value ? "containers" : "local programs", settings.UseContainers.Reason);
        try
        {
            await foreach (var change in notifications.WatchAsync(stoppingToken).ConfigureAwait(false))
            {
                _resources[change.ResourceId] = change;
                _processes.Write(string.Concat(_resources.Values.Select(Process)));
                if (IsHealthy(change, stores.Nodes[0].Server.Resource.Name))
                    _database.Write(await stores.Nodes[0].Address.GetValueAsync(stoppingToken).ConfigureAwait(false) + "\n");
                if (IsHealthy(change, api.Resource.Name))
                {
                    _servers.Write(await ServersAsync(stoppingToken).ConfigureAwait(false));
                    _addresses.Write(await AddressesAsync(stoppingToken).ConfigureAwait(false));
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private static bool IsHealthy(ResourceEvent change, string name) =>
        change.Resource.Name == name && change.Snapshot.HealthStatus == HealthStatus.Healthy
            && change.Snapshot.State?.Text == KnownResourceStates.Running;

    private static string Process(ResourceEvent change) =>
        change.GetProcessId() is { } id ? $"{change.Resource.Name}\t{id}\t{change.GetOwnAddress()}\n" : "";

    private async Task<string> AddressesAsync(CancellationToken cancellation)
    {
        var rows = new List<(string Name, string? Value)>
        {
            ("api", api.Url),
            ("dashboard", DashboardLink()),
            ("key", await key.GetValueAsync(cancellation).ConfigureAwait(false)),
        };
        rows.AddRange(_resources.Values
            .Where(resource => resource.Resource is ExecutableResource or ContainerResource or ProjectResource)
            .Where(resource => resource.Resource.Name != api.Resource.Name && !resource.IsDashboard())
            .Select(resource => (resource.Resource.Name, resource.Snapshot.Urls.FirstOrDefault()?.Url)));
        return string.Concat(rows.Where(row => row.Value is not null).Select(row => $"{row.Name}\t{row.Value}\n"));
    }

    private async Task<string> ServersAsync(CancellationToken cancellation)
    {
        var passwords = stores.Passwords!;
        var rows = new List<string> { $"scripts\t{scripts}" };
        foreach (var (name, password) in new[] { ("superuser", passwords.Superuser), ("replication", passwords.Replication) })
            rows.Add($"{name}\t{await password.Resource.GetValueAsync(cancellation).ConfigureAwait(false)}");
        foreach (var node in stores.Nodes.Where(node => node.Folder is not null))
        {
            var address = await node.Address.GetValueAsync(cancellation).ConfigureAwait(false);
            rows.Add($"server\t{node.Server.Resource.Name}\t{address}\t{node.Folder}");
        }

        return string.Concat(rows.Select(row => row + "\n"));
    }

    /// <summary>The dashboard has further addresses, which take telemetry.</summary>
    private string? DashboardLink()
    {
        var urls = _resources.Values.FirstOrDefault(ResourceEventExtensions.IsDashboard)?.Snapshot.Urls ?? [];
        if (urls.FirstOrDefault(url => url.Name is "https" or "http")?.Url is not { } url) return null;
        var address = new Uri(url).GetLeftPart(UriPartial.Authority);
        return configuration["AppHost:BrowserToken"] is { Length: > 0 } token ? $"{address}/login?t={token}" : address;
    }

    private void Delete()
    {
        foreach (var file in (RunFile[])[_processes, _database, _servers, _addresses]) file.Delete();
    }

    [LoggerMessage(LogLevel.Information, "Redis and Postgres run as {Kind}: {Reason}")]
    private partial void LogStores(string kind, string reason);
}
