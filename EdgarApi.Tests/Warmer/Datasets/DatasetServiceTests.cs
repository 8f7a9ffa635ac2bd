#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using EdgarApi.Accounts;
using EdgarApi.Datasets;
using EdgarApi.Storage.Datasets;
using EdgarApi.Storage.Postgres;
using EdgarApi.Tests.Datasets;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Warmer.Datasets;
using EdgarApi.Warmer.Ingest;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Warmer.Datasets;

public sealed class DatasetServiceTests(SharedServers servers)
{
    private readonly string _path = TestFolder.New("datasets");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Datasets_are_built_after_the_first_ingest_and_again_at_the_times_of_the_schedule()
    {
        await using var warmer = await StartAsync(_path);
        Assert.False(Directory.Exists(_path));

        warmer.EndIngest();
        await Waiting.UntilAsync(() => warmer.Folder.Read() is not null);
        var first = warmer.Folder.Read()!;
        await ExportFixture.AddFilingAsync(warmer.Database, 320193, new DateOnly(2020, 1, 2));
        await warmer.Database.Cluster.WaitForReplayAsync();

        await Waiting.UntilAsync(
            () => warmer.Folder.Read()!.DataVersion > first.DataVersion,
            () => warmer.AdvanceBetweenBuilds(TimeSpan.FromHours(1)));
        // The log follows the files.
        await Waiting.UntilAsync(
            () => warmer.BuildLogs.Count(entry => entry.Message.StartsWith("Built the datasets", StringComparison.Ordinal)) == 2);
        // The build ends after its log entry.
        await Waiting.UntilAsync(async () => await warmer.CheckAsync() == HealthStatus.Healthy);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task Only_one_Warmer_builds()
    {
        await using var warmer = await StartAsync(_path);
        await using (await AdvisoryLock.AcquireAsync(DatasetBuilds.LockName, warmer.Database.Primary, Token))
        {
            await warmer.Builds.TryBuildAsync(Token);
            Assert.False(Directory.Exists(_path));
        }

        await warmer.Builds.TryBuildAsync(Token);
        Assert.NotNull(warmer.Folder.Read());
    }

    /// <summary>No user may create a folder there.</summary>
    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_folder_that_cannot_be_written_degrades_the_health_and_is_logged_once_per_attempt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is a folder of Linux");
        await using var warmer = await StartAsync("/proc/edgar-datasets");

        await warmer.Builds.TryBuildAsync(Token);

        Assert.Equal(HealthStatus.Degraded, await warmer.CheckAsync());
        var entry = Assert.Single(warmer.BuildLogs, entry => entry.Level >= LogLevel.Warning);
        Assert.Contains("/proc/edgar-datasets", entry.Message, StringComparison.Ordinal);
        Assert.Null(entry.Exception);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_full_disk_degrades_the_health_until_a_build_succeeds()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full is a device of Linux");
        await using var warmer = await StartAsync(_path);
        warmer.IsDiskFull = true;

        warmer.EndIngest();
        await Waiting.UntilAsync(() => warmer.Builds.Failure is not null);
        Assert.Equal(HealthStatus.Degraded, await warmer.CheckAsync());
        Assert.Contains(
            "No space left on device", Assert.Single(warmer.Logs.GetSnapshot(), entry => entry.Level == LogLevel.Error).Message,
            StringComparison.Ordinal);
        Assert.Null(warmer.Folder.Read());

        warmer.IsDiskFull = false;
        await Waiting.UntilAsync(() => warmer.Builds.Failure is null, () => warmer.AdvanceBetweenBuilds(DatasetService.RetryAfter));
        Assert.Equal(HealthStatus.Healthy, await warmer.CheckAsync());
        Assert.NotNull(warmer.Folder.Read());
    }

    [Theory]
    [InlineData("every day")]
    [InlineData("0 0 30 2 *")]
    public async Task An_invalid_schedule_is_rejected_at_the_start(string schedule)
    {
        var error = await Assert.ThrowsAnyAsync<OptionsValidationException>(
            async () => await StartAsync(_path, ("EdgarApi:Datasets:Schedule", schedule)));
        Assert.Contains("EdgarApi:Datasets:Schedule", error.Message, StringComparison.Ordinal);
    }

    private async Task<RunningBuilds> StartAsync(string path, params IEnumerable<(string Key, string Value)> settings)
    {
        var database = await ExportFixture.CreateDatabaseAsync(servers);
        await database.Cluster.WaitForReplayAsync();
        return await RunningBuilds.StartAsync(database, [("EdgarApi:Datasets:Directory", path), .. settings]);
    }

    /// <summary>The service over a real database, with a fake clock and a disk that can be full.</summary>
    private sealed class RunningBuilds : IAsyncDisposable
    {
        private readonly IHost _host;

        private RunningBuilds(IHost host, EdgarDatabase database, FakeTimeProvider time, FakeLogCollector logs) =>
            (_host, Database, Time, Logs) = (host, database, time, logs);

        public EdgarDatabase Database { get; }

        public FakeTimeProvider Time { get; }

        public FakeLogCollector Logs { get; }

        public bool IsDiskFull { get; set; }

        public DatasetBuilds Builds => _host.Services.GetRequiredService<DatasetBuilds>();

        public DatasetFolder Folder => _host.Services.GetRequiredService<DatasetStorage>().Folder!;

        public static async Task<RunningBuilds> StartAsync(EdgarDatabase database, IEnumerable<(string Key, string Value)> settings)
        {
            var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
            RunningBuilds? running = null;
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            builder.Configuration.AddInMemoryCollection(
                EdgarDatabase.Patient.Append(("ConnectionStrings:edgardb", database.Cluster.Primary.ConnectionString(database.Name)))
                    .Concat(settings).Select(setting => new KeyValuePair<string, string?>(setting.Item1, setting.Item2)));
            builder.Logging.ClearProviders().AddFakeLogging().SetMinimumLevel(LogLevel.Debug);
            builder.Services.AddMetrics();
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton<WarmerProgress>();
            builder.AddDegradedMode();
            builder.AddDatasets();
            builder.Services.AddSingleton(provider => new DatasetExport(provider.GetRequiredService<CompanyExportReader>())
            {
                CreateFile = path => running!.IsDiskFull ? ExportFixture.OpenFullDisk() : new FileStream(path, FileMode.CreateNew),
            });
            var host = builder.Build();
            running = new RunningBuilds(host, database, time, host.Services.GetFakeLogCollector());
            host.Services.GetRequiredService<IStartupValidator>().Validate();
            await host.Services.GetServices<IHostedService>().OfType<DatasetService>().Single().StartAsync(Token);
            return running;
        }

        /// <summary>The entries of the builds, not those of health checks.</summary>
        public IEnumerable<FakeLogRecord> BuildLogs =>
            Logs.GetSnapshot().Where(entry => entry.Category == typeof(DatasetBuilds).FullName);

        /// <summary>Advances the clock unless a build runs, whose reads would time out.</summary>
        public void AdvanceBetweenBuilds(TimeSpan time)
        {
            if (BuildLogs.LastOrDefault()?.Message != "Building the datasets") Time.Advance(time);
        }

        public void EndIngest() => _host.Services.GetRequiredService<WarmerProgress>().MarkCompleted(new(2, 2, 0, 0, null));

        public async Task<HealthStatus> CheckAsync() => (await _host.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(check => check.Name == "datasets", Token)).Status;

        public async ValueTask DisposeAsync()
        {
            await _host.Services.GetServices<IHostedService>().OfType<DatasetService>().Single().StopAsync(CancellationToken.None);
            await ((IAsyncDisposable)_host).DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
