using EdgarApi.Accounts.Degraded;
using EdgarApi.Datasets;
using EdgarApi.Storage.Datasets;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Microsoft.Extensions.Options;
using Npgsql;
using ParquetSharp;

namespace EdgarApi.Warmer.Datasets;

/// <summary>Builds the datasets, one build at a time over all Warmers.</summary>
internal sealed partial class DatasetBuilds(
    DatasetStorage storage, DatasetExport export, CompanyExportReader reader,
    [FromKeyedServices(DatabaseNode.PrimaryName)] NpgsqlDataSource primary, DegradedModeStore degraded,
    IOptions<DatasetsOptions> options, TimeProvider time,
    ILogger<DatasetBuilds> logger)
{
    /// <summary>Name of the advisory lock on the primary.</summary>
    public const string LockName = "edgar-datasets";

    /// <summary>Why the last build failed; null if it did not.</summary>
    public string? Failure { get; private set; }

    /// <summary>
    /// Rebuilds the datasets if data changed, unless another Warmer does. A failure is logged and leaves the datasets as they were.
    /// </summary>
    public async Task TryBuildAsync(CancellationToken cancellationToken)
    {
        if (storage.Folder is not { } folder) return;
        try
        {
            // A build reads every company.
            await degraded.WaitUntilOffAsync(cancellationToken).ConfigureAwait(false);
            await BuildAsync(folder, cancellationToken).ConfigureAwait(false);
            Failure = null;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && error is IOException or UnauthorizedAccessException
            or ParquetException or DamagedDataException or NpgsqlException or DatabaseUnavailableException or TimeoutException
            or OperationCanceledException)
        {
            LogFailed(folder.Path, error.Message);
            Failure = $"The last build of the datasets failed: {error.Message}";
        }
    }

    private async Task BuildAsync(DatasetFolder folder, CancellationToken cancellationToken)
    {
        var held = await AdvisoryLock.TryAcquireAsync(LockName, primary, cancellationToken).ConfigureAwait(false);
        if (held is null)
        {
            LogOther();
            return;
        }

        await using var _ = held.ConfigureAwait(false);
        // Without the lock, another Warmer could write to the folder too.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, held.Lost);
        LogBegun();
        var started = time.GetTimestamp();
        var publisher = new DatasetPublisher(folder, export, reader, time);
        if (await publisher.PublishAsync(options.Value.KeepReplaced, stopping.Token).ConfigureAwait(false) is { } published)
        {
            var files = published.Manifest.Files;
            LogBuilt(
                published.Manifest.DataVersion, files.Count, published.Changed, files.Sum(file => file.Rows), files.Sum(file => file.Bytes),
                time.GetElapsedTime(started).TotalSeconds);
        }
        else
        {
            LogUnchanged();
        }
    }

    [LoggerMessage(LogLevel.Debug, "Building the datasets")]
    private partial void LogBegun();

    [LoggerMessage(
        LogLevel.Information,
        "Built the datasets of data version {Version}: {Files} files, {Changed} changed, {Rows} rows, {Bytes} bytes, {Seconds:0.0} s")]
    private partial void LogBuilt(long version, int files, int changed, long rows, long bytes, double seconds);

    [LoggerMessage(LogLevel.Debug, "No data changed since the last build of the datasets")]
    private partial void LogUnchanged();

    [LoggerMessage(LogLevel.Debug, "Another Warmer builds the datasets")]
    private partial void LogOther();

    [LoggerMessage(
        LogLevel.Error,
        "Cannot build the datasets in {Folder}; the previous ones stay, and the next attempt is within 15 minutes: {Reason}")]
    private partial void LogFailed(string folder, string reason);
}
