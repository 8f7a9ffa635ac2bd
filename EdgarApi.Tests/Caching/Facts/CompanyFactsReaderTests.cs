using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Routing;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EdgarApi.Tests.Caching.Facts;

public sealed class CompanyFactsReaderTests
{
    private static readonly CompanyEntry Nvidia = new(new Cik(1045810), "NVIDIA CORP", ["NVDA"], "Nasdaq", [], 7, "00", null, null);

    [Fact]
    public async Task Concurrent_readers_of_a_company_share_one_load_that_a_cancelled_reader_does_not_stop()
    {
        var router = new BlockingRouter();
        using var reader = Reader(router);
        using var impatient = new CancellationTokenSource();
        var givingUp = reader.GetAsync(Nvidia, impatient.Token).AsTask();
        var waiting = Enumerable.Range(0, 20)
            .Select(_ => reader.GetAsync(Nvidia, TestContext.Current.CancellationToken).AsTask())
            .ToArray();

        await impatient.CancelAsync();
        router.Release.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => givingUp);
        Assert.NotEmptyAndAll(await Task.WhenAll(waiting), Assert.Null);
        Assert.Equal(1, router.Reads);
    }

    [Fact]
    public async Task Ten_companies_are_loaded_concurrently_and_the_eleventh_waits()
    {
        var router = new BlockingRouter();
        using var reader = Reader(router);
        var loads = Enumerable.Range(1, 25)
            .Select(i => reader.GetAsync(Nvidia with { Cik = new Cik(i) }, TestContext.Current.CancellationToken).AsTask())
            .ToArray();
        await router.Reached(CompanyFactsReader.MaxConcurrent).InTimeAsync();

        router.Release.SetResult();
        await Task.WhenAll(loads);
        Assert.Equal((25, CompanyFactsReader.MaxConcurrent), (router.Reads, router.MostAtOnce));
    }

    [Fact]
    public async Task A_company_without_data_is_not_queried()
    {
        var router = new BlockingRouter();
        using var reader = Reader(router);

        Assert.Null(await reader.GetAsync(Nvidia with { Version = 0 }, TestContext.Current.CancellationToken));
        Assert.Equal(0, router.Reads);
    }

    private static CompanyFactsReader Reader(IReadRouter router) => new(
        router,
        new SnapshotTier(
            RedisPools.CreateGateway(), RedisPools.CreateSigner(), Options.Create(new CacheOptions()), Options.Create(new FactsOptions())),
        Options.Create(new FactsOptions()), TimeProvider.System, NullLogger<CompanyFactsReader>.Instance);

    /// <summary>A router that blocks reads until released, then returns nothing.</summary>
    private sealed class BlockingRouter : IReadRouter
    {
        private readonly Lock _gate = new();
        private readonly TaskCompletionSource _full = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _atOnce;
        private int _awaited = int.MaxValue;

        public TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Reads { get; private set; }

        public int MostAtOnce { get; private set; }

        /// <summary>Waits until this many reads are in progress.</summary>
        public Task Reached(int reads)
        {
            lock (_gate)
            {
                _awaited = reads;
                if (_atOnce >= _awaited) _full.TrySetResult();
            }

            return _full.Task;
        }

        public Task<T> ReadAsync<T>(
            ReadRole role, Freshness freshness, Func<NpgsqlConnection, CancellationToken, Task<T>> read,
            CancellationToken cancellationToken) =>
            throw new NotSupportedException("A read of facts finds out itself how recent a node is.");

        public async Task<T> ReadAsync<T>(
            ReadRole role, Func<NpgsqlConnection, CancellationToken, Task<FreshRead<T>?>> read, CancellationToken cancellationToken)
        {
            lock (_gate)
            {
                Reads++;
                MostAtOnce = Math.Max(MostAtOnce, ++_atOnce);
                if (_atOnce >= _awaited) _full.TrySetResult();
            }

            await Release.Task.WaitAsync(cancellationToken);
            lock (_gate) _atOnce--;
            return default!;
        }
    }
}
