using EdgarApi.Storage.Publication;
using EdgarApi.Storage.Tracing;
using EdgarApi.Warmer.Ingest;
using Microsoft.Extensions.Options;
using Npgsql;
using Polly;

namespace EdgarApi.Warmer.Edge;

/// <summary>
/// Purges the edge's copies of companies with new data versions. It follows the versions on the primary, at its own pace, so that ingest
/// never waits for it. A version counts as purged only when all its purges were accepted; otherwise they are repeated.
/// </summary>
internal sealed partial class EdgePurger(
    EdgePurges purges, IHttpClientFactory clients, WarmerProgress progress, IOptions<EdgeOptions> options, TimeProvider time,
    ILogger<EdgePurger> logger) : BackgroundService
{
    /// <summary>Name of the HTTP client, which adds the credential and retries.</summary>
    public const string ClientName = "edge";

    private readonly BackgroundWork _purging = new("edge purge", time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.PurgeUrl is not { } address) return;
        await progress.Migrated.WaitAsync(stoppingToken).ConfigureAwait(false);
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await _purging.RunAsync(token => PurgeAsync(address, token), stoppingToken).ConfigureAwait(false);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested
                && error is HttpRequestException or NpgsqlException or TimeoutException or ExecutionRejectedException
                    or OperationCanceledException or Azure.Identity.AuthenticationFailedException)
            {
                LogFailed(options.Value.Interval, error.Message);
            }
        }
    }

    /// <summary>
    /// Purges what has changed since the last purge. Before the first one, that is everything; it waits for the first ingest, during which
    /// every company changes.
    /// </summary>
    private async Task PurgeAsync(Uri address, CancellationToken cancellationToken)
    {
        var (limit, age) = (options.Value.MaxCompanies, options.Value.SettleTime);
        var last = await purges.FindVersionAsync(cancellationToken).ConfigureAwait(false);
        if (last is null && !progress.FirstRun.IsCompleted) return;
        var companies = last is null
            ? null : await purges.FindOutdatedAsync(last.Value, age, limit + 1, cancellationToken).ConfigureAwait(false);
        if (companies is { Count: 0 }) return;

        var isEverything = companies is null || companies.Count > limit;
        var version = isEverything
            ? await purges.GetNewestVersionAsync(age, cancellationToken).ConfigureAwait(false) : companies!.Max(company => company.Version);
        List<string[]> batches = isEverything ? [[EdgePaths.Everything]] : [.. EdgePaths.GetBatches(companies!)];
        foreach (var paths in batches) await SendAsync(address, paths, cancellationToken).ConfigureAwait(false);
        await purges.SaveAsync(version, cancellationToken).ConfigureAwait(false);
        if (isEverything) LogEverything(version);
        else LogPurged(companies!.Count, batches.Count, version);
    }

    private async Task SendAsync(Uri address, string[] paths, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(ClientName);
        using var response = await client.PostAsJsonAsync(address, new PurgeRequest(paths), cancellationToken).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>The body of the operation (https://learn.microsoft.com/rest/api/frontdoor/azurefrontdoorstandardpremium).</summary>
    private sealed record PurgeRequest(IReadOnlyList<string> ContentPaths);

    [LoggerMessage(LogLevel.Information, "Purged {Companies} companies at the edge in {Purges} purges, up to version {Version}")]
    private partial void LogPurged(int companies, int purges, long version);

    [LoggerMessage(LogLevel.Information, "Purged all companies at the edge, up to version {Version}")]
    private partial void LogEverything(long version);

    [LoggerMessage(LogLevel.Warning, "Cannot purge the edge; retrying in {Interval}: {Reason}")]
    private partial void LogFailed(TimeSpan interval, string reason);
}
