using System.Collections.Concurrent;
using EdgarApi.Caching;
using EdgarApi.Caching.Versions;
using EdgarApi.Storage.Companies;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage.Ingest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace EdgarApi.Tests.Storage.Companies;

public sealed class DirectorySyncTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_directory_loads_only_changes_since_the_last_poll()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.ProbeAsync();
        var (directory, sync) = (
            database.Services.GetRequiredService<ICompanyDirectory>(), database.Services.GetRequiredService<DirectorySync>());
        await sync.RefreshAsync(0, Token);
        Assert.Equal(0, directory.LoadedCount);

        var written = await database.Store.WriteAsync(SomeCompanies.Company(), Token);
        await sync.RefreshAsync(written!.Version, Token);

        var apple = directory.Find("aapl");
        Assert.Equal((written.Version, "Apple Inc.", "Nasdaq"), (apple!.Version, apple.Name, apple.Exchange));
        Assert.Equal(32, apple.DataHash.Length);
        Assert.Equal(["APPLE COMPUTER INC"], apple.FormerNames);
        Assert.Equal([apple], directory.PublishedSince(DateTimeOffset.MinValue, 10).Companies);
    }

    /// <summary>The clock is stopped, so nothing polls. The first company shows that the initial load is complete.</summary>
    [Fact]
    public async Task A_version_announced_on_Redis_reaches_the_directory_without_a_poll()
    {
        (string, string)[] settings =
        [
            .. EdgarDatabase.Patient,
            ("ConnectionStrings:redis", (await servers.RedisAsync()).ConnectionString),
            ("EdgarApi:Cache:Namespace", $"t{Guid.NewGuid():N}"[..20]),
        ];
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync(), settings);
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await database.Cluster.WaitForReplayAsync();
        using var process = database.Another(new FakeTimeProvider(DateTimeOffset.UtcNow), settings);
        await process.StartAsync(Token);
        var directory = process.Services.GetRequiredService<ICompanyDirectory>();
        await Waiting.UntilAsync(() => directory.Find("NVDA") is { IsLoaded: true });
        var channel = VersionMessage.GetChannel(process.Services.GetRequiredService<IOptions<CacheOptions>>().Value);
        var listener = process.Services.GetRequiredService<IConnectionMultiplexer>().GetSubscriber();
        await Waiting.UntilAsync(() => listener.IsConnected(channel));
        var publisher = database.Services.GetRequiredService<IConnectionMultiplexer>();
        await Waiting.UntilAsync(() => publisher.IsConnected);

        await database.Pipeline.RunAsync("test", RealCompanies.Documents("COST"), null, Token);

        await Waiting.UntilAsync(() => directory.Find("COST") is { IsLoaded: true });
        await process.StopAsync(Token);
    }

    [Fact]
    public async Task Announced_versions_stay_within_the_environment()
    {
        var redis = await servers.RedisAsync();
        var space = $"t{Guid.NewGuid():N}"[..20];
        await using var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), ("ConnectionStrings:redis", redis.ConnectionString), ("EdgarApi:Cache:Namespace", space));
        await using var listener = await ConnectionMultiplexer.ConnectAsync(redis.ConnectionString);
        var received = new ConcurrentQueue<(string Channel, string Message)>();
        await listener.GetSubscriber()
            .SubscribeAsync(RedisChannel.Pattern("*"), (channel, message) => received.Enqueue(($"{channel}", $"{message}")));

        var written = await database.Pipeline.IngestOneAsync(RealCompanies.Document("NVDA"), Token);

        await Waiting.UntilAsync(() => received.Contains(($"e:{space}:versions", $"1045810:{written}")));
    }
}
