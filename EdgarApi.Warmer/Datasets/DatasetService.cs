using EdgarApi.Storage.Datasets;
using EdgarApi.Storage.Tracing;
using EdgarApi.Warmer.Ingest;
using EdgarApi.Warmer.Warming;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Datasets;

/// <summary>Builds the datasets after the first ingest and then at the times of the schedule.</summary>
internal sealed class DatasetService(
    DatasetBuilds builds, DatasetStorage storage, WarmerProgress progress, IOptions<DatasetsOptions> options, TimeProvider time)
    : BackgroundService
{
    /// <summary>Time until the next attempt after a failure, unless the schedule has an earlier one.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(15);

    private readonly BackgroundWork _building = new("dataset build", time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (storage.Folder is null) return;
        var schedule = new WarmSchedule(options.Value.Schedule, TimeZoneInfo.Utc);
        await progress.FirstRun.WaitAsync(stoppingToken).ConfigureAwait(false);
        while (true)
        {
            await _building.RunAsync(builds.TryBuildAsync, stoppingToken).ConfigureAwait(false);
            var now = time.GetUtcNow();
            var wait = schedule.GetNext(now) - now;
            if (builds.Failure is not null && wait > RetryAfter) wait = RetryAfter;
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(false);
        }
    }
}
