using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Caching.Redis;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace EdgarApi.Tests.Caching.Facts;

public sealed class FactsCacheTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Memory_evicts_the_least_recently_used_before_it_is_full()
    {
        var facts = await SampleAsync();
        var fits = (int)((1 << 20) / facts.SizeInBytes);
        Assert.True(fits < 100, "The sample is large enough for a few of it to fill a mebibyte.");
        var megabytes = 1 + (int)(10 * facts.SizeInBytes >> 20);
        using var memory = new FactsMemory(new FactsOptions { CacheMegabytes = megabytes }, TimeProvider.System);
        for (var i = 0; i < 40; i++)
        {
            await memory.GetOrLoadAsync($"facts:{i}", _ => Task.FromResult<CompanyFacts?>(facts));
            await memory.GetOrLoadAsync("facts:0", _ => Task.FromResult<CompanyFacts?>(null));
            Assert.InRange(memory.Size, facts.SizeInBytes, (long)(BoundedMemory.EvictAbove * (megabytes << 20)) + facts.SizeInBytes);
        }

        Assert.InRange(memory.Count, 5, 12);
        Assert.NotNull(await memory.GetOrLoadAsync("facts:39", _ => Task.FromResult<CompanyFacts?>(null)));
        Assert.NotNull(await memory.GetOrLoadAsync("facts:0", _ => Task.FromResult<CompanyFacts?>(null)));
    }

    [Fact]
    public async Task Memory_is_cleaned_every_half_hour()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var memory = new FactsMemory(new FactsOptions(), time);
        await memory.GetOrLoadAsync("facts:0", async _ => await SampleAsync());
        time.Advance(FactsMemory.CleanUpInterval);
        Assert.Equal((1, true), (memory.Count, memory.Size > 0));

        // Without any reads, entries older than an hour are removed.
        time.Advance(FactsMemory.CleanUpInterval);
        time.Advance(FactsMemory.CleanUpInterval);
        Assert.Equal((0, 0), (memory.Count, memory.Size));
    }

    [Fact]
    public async Task Without_memory_and_Redis_every_request_reads_from_the_database()
    {
        var settings = Options.Create(new FactsOptions { CacheMegabytes = 0, InRedis = false });
        await using var pool = RedisPools.Open((await servers.RedisAsync()).ConnectionString);
        var tier = new SnapshotTier(
            RedisPools.CreateGateway(pool), RedisPools.CreateSigner(), Options.Create(new CacheOptions()), settings);
        await tier.WriteAsync(new Cik(7), 1, "00", [1], Token);
        Assert.Null(await tier.ReadAsync(new Cik(7), 1, "00", Token));

        using var memory = new FactsMemory(settings.Value, TimeProvider.System);
        var (facts, loads) = (await SampleAsync(), 0);
        for (var i = 0; i < 3; i++)
        {
            await memory.GetOrLoadAsync("facts:0", _ =>
            {
                loads++;
                return Task.FromResult<CompanyFacts?>(facts);
            });
        }

        Assert.Equal((3, 0), (loads, memory.Size));
    }

    [Fact]
    public async Task A_snapshot_copied_to_the_key_of_another_company_is_missing()
    {
        await using var pool = RedisPools.Open((await servers.RedisAsync()).ConnectionString);
        var space = $"t{Guid.NewGuid():N}"[..20];
        var tier = new SnapshotTier(
            RedisPools.CreateGateway(pool), RedisPools.CreateSigner(), Options.Create(new CacheOptions { Namespace = space }),
            Options.Create(new FactsOptions()));
        await tier.WriteAsync(new Cik(909832), 1, "00", [1, 2, 3], Token);
        Assert.Equal([1, 2, 3], await tier.ReadAsync(new Cik(909832), 1, "00", Token));

        var database = pool.First.GetDatabase();
        await database.StringSetAsync(GetKey(104169), await database.StringGetAsync(GetKey(909832)));

        Assert.Null(await tier.ReadAsync(new Cik(104169), 1, "00", Token));

        string GetKey(long cik) => CacheKey.Create(space, CacheKind.Facts, new Cik(cik), 1, "00");
    }

    [Fact]
    public async Task Ingest_writes_the_snapshot_to_Redis_so_that_a_reader_needs_no_database()
    {
        var redis = (await servers.RedisAsync()).ConnectionString;
        var space = $"t{Guid.NewGuid():N}"[..20];
        await using var database = await EdgarDatabase.CreateAsync(
            await servers.PostgresAsync(), ("ConnectionStrings:redis", redis), ("EdgarApi:Cache:Namespace", space));
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await database.Cluster.WaitForReplayAsync();
        await database.Services.GetRequiredService<DirectorySync>().RefreshAsync(0, Token);
        var entry = database.Services.GetRequiredService<ICompanyDirectory>().Find("NVDA")!;

        var pool = database.Services.GetRequiredService<RedisPool>();
        var key = CacheKey.Create(space, CacheKind.Facts, entry.Cik, entry.Version, entry.DataHash);
        Assert.InRange((await pool.Next().GetDatabase().KeyTimeToLiveAsync(key))!.Value, TimeSpan.FromHours(3.9), TimeSpan.FromHours(4));

        using var reader = new CompanyFactsReader(
            new NoRouter(), database.Services.GetRequiredService<SnapshotTier>(), Options.Create(new FactsOptions()), TimeProvider.System,
            NullLogger<CompanyFactsReader>.Instance);
        Assert.Equal(new Cik(1045810), (await reader.GetAsync(entry, Token))!.Cik);
    }

    private static async Task<CompanyFacts> SampleAsync() =>
        CompanyFacts.FromSnapshot(
            await File.ReadAllBytesAsync(Path.Combine(AppContext.BaseDirectory, "samples", "CIK0001045810.facts"), Token));

    private sealed class NoRouter : IReadRouter
    {
        public Task<T> ReadAsync<T>(
            ReadRole role, Freshness freshness, Func<NpgsqlConnection, CancellationToken, Task<T>> read,
            CancellationToken cancellationToken) =>
            throw new DatabaseUnavailableException("The database must not be queried.");

        public Task<T> ReadAsync<T>(
            ReadRole role, Func<NpgsqlConnection, CancellationToken, Task<FreshRead<T>?>> read, CancellationToken cancellationToken) =>
            throw new DatabaseUnavailableException("The database must not be queried.");
    }
}
