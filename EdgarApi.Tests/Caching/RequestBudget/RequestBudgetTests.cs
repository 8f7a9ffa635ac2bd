using EdgarApi.Caching.Redis;
using EdgarApi.Caching.RequestBudget;
using EdgarApi.Sec;
using EdgarApi.Sec.Live;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;

namespace EdgarApi.Tests.Caching.RequestBudget;

public sealed class RequestBudgetTests(SharedServers servers) : IAsyncDisposable
{
    private const long Second = 1_000_000;

    private readonly List<IConnectionMultiplexer> _clients = [];
    private readonly string _test = Guid.NewGuid().ToString("N");

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
    }

    private async Task<IConnectionMultiplexer> ClientAsync()
    {
        var client = await ConnectionMultiplexer.ConnectAsync(
            $"{(await servers.RedisAsync()).ConnectionString},abortConnect=false,connectTimeout=1000");
        _clients.Add(client);
        return client;
    }

    private Task<(long Wait, long Start)> ReserveAsync(IConnectionMultiplexer client, long? now, long longest = 60 * Second) =>
        ReserveAsync(client, now?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", longest);

    private async Task<(long Wait, long Start)> ReserveAsync(IConnectionMultiplexer client, string now, long longest)
    {
        var reservation = (long[])(await client.GetDatabase().ScriptEvaluateAsync(
            SharedRequestBudget.ReservationScript, [_test + "reservations", _test + "pause"], [10, Second, longest, now]))!;
        return (reservation[0], reservation[1]);
    }

    private static int MostInAnySecond(IEnumerable<long> starts)
    {
        var sorted = starts.Order().ToArray();
        return sorted.Max(start => sorted.Count(other => other >= start && other < start + Second));
    }

    [Fact]
    public async Task Several_clients_together_never_exceed_ten_requests_in_any_second_of_server_time()
    {
        IConnectionMultiplexer[] clients = [await ClientAsync(), await ClientAsync(), await ClientAsync(), await ClientAsync()];

        var reservations = await Task.WhenAll(
            clients.SelectMany(client => Enumerable.Range(0, 50).Select(_ => ReserveAsync(client, now: null))));

        Assert.Equal(200, reservations.Length);
        Assert.Equal(10, MostInAnySecond(reservations.Select(reservation => reservation.Start)));
    }

    [Fact]
    public async Task Tokens_return_a_second_after_their_request_in_any_pattern()
    {
        var (client, random, now) = (await ClientAsync(), new Random(7), 1_800_000_000 * Second);
        var starts = new List<long>();
        for (var i = 0; i < 500; i++)
        {
            now += random.Next(4) == 0 ? random.Next(3_000_000) : random.Next(20_000);
            var reservation = await ReserveAsync(client, now);
            Assert.Equal(now + reservation.Wait, reservation.Start);
            starts.Add(reservation.Start);
        }

        Assert.Equal(starts.Order(), starts);
        Assert.Equal(10, MostInAnySecond(starts));
    }

    [Fact]
    public async Task A_wait_that_would_be_too_long_takes_no_token()
    {
        var (client, now) = (await ClientAsync(), 1_800_000_000 * Second);
        for (var i = 0; i < 10; i++) Assert.Equal(0, (await ReserveAsync(client, now)).Wait);

        Assert.Equal(-Second, (await ReserveAsync(client, now, longest: Second / 2)).Wait);
        Assert.Equal(-Second, (await ReserveAsync(client, now, longest: Second / 2)).Wait);
        Assert.Equal((0, now + Second), await ReserveAsync(client, now + Second));
    }

    [Fact]
    public async Task A_pause_applies_to_all_clients_and_is_never_shortened()
    {
        var (client, other, now) = (await ClientAsync(), await ClientAsync(), 1_800_000_000 * Second);
        await client.GetDatabase().ScriptEvaluateAsync(SharedRequestBudget.PauseScript, [_test + "pause"], [30 * Second, now]);
        await client.GetDatabase().ScriptEvaluateAsync(SharedRequestBudget.PauseScript, [_test + "pause"], [5 * Second, now]);

        Assert.Equal(30 * Second, (await ReserveAsync(other, now)).Wait);
        Assert.Equal(-20 * Second, (await ReserveAsync(other, now + 10 * Second, longest: Second)).Wait);
    }

    [Fact]
    public void The_local_bucket_respects_its_tokens_too()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var (budget, random, starts) = (new LocalRequestBudget(2, TimeSpan.FromSeconds(1), time), new Random(7), new List<long>());
        for (var i = 0; i < 300; i++)
        {
            time.Advance(TimeSpan.FromMicroseconds(random.Next(4) == 0 ? random.Next(3_000_000) : random.Next(20_000)));
            var wait = budget.Reserve(TimeSpan.FromHours(1));
            starts.Add((time.GetUtcNow() + wait).Ticks / TimeSpan.TicksPerMicrosecond);
        }

        Assert.Equal(2, MostInAnySecond(starts));
    }

    [Fact]
    public async Task Without_Redis_each_process_uses_a_fraction_of_the_budget_after_one_second()
    {
        var time = new FakeTimeProvider();
        var unavailable = await ConnectionMultiplexer.ConnectAsync(
            $"127.0.0.1:{new RedisServer().Port},abortConnect=false,connectTimeout=100,connectRetry=0");
        _clients.Add(unavailable);
        var budget = Budget(unavailable, time);

        var waits = Enumerable.Range(0, 5).Select(_ => budget.WaitAsync(TestContext.Current.CancellationToken).AsTask()).ToArray();

        Assert.Equal(0, waits.Count(wait => wait.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(waits[..2]);
        Assert.Equal(2, waits.Count(wait => wait.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1));
        await Task.WhenAll(waits[2..4]);
        Assert.Equal(4, waits.Count(wait => wait.IsCompleted));
        time.Advance(TimeSpan.FromSeconds(1));
        await waits[4];
    }

    [Fact]
    public async Task An_unavailable_Redis_is_replaced_locally_and_used_again_when_available()
    {
        await using var own = new RedisServer();
        await own.StartAsync();
        var client = await ConnectionMultiplexer.ConnectAsync(
            $"{own.ConnectionString},abortConnect=false,connectTimeout=500,syncTimeout=500,asyncTimeout=500");
        _clients.Add(client);
        var back = new TaskCompletionSource();
        var budget = Budget(client, TimeProvider.System);
        await budget.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await client.GetDatabase().ListLengthAsync(SharedRequestBudget.ReservationsKey));

        await own.StopAsync();
        await budget.WaitAsync(TestContext.Current.CancellationToken);

        client.ConnectionRestored += (_, restored) =>
        {
            if (restored.ConnectionType == ConnectionType.Interactive) back.TrySetResult();
        };
        await own.StartAsync();
        await back.Task.InTimeAsync();
        await budget.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await client.GetDatabase().ListLengthAsync(SharedRequestBudget.ReservationsKey));
    }

    [Fact]
    public async Task A_pause_longer_than_the_maximum_wait_fails_immediately_with_the_retry_time()
    {
        var budget = Budget(null, new FakeTimeProvider());
        await budget.PauseAsync(TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<SecUnavailableException>(async () =>
            await budget.WaitAsync(TestContext.Current.CancellationToken));

        Assert.Equal(TimeSpan.FromMinutes(10), error.RetryAfter);
    }

    private static RedisGateway CreateGateway(IConnectionMultiplexer? redis, TimeProvider time) =>
        RedisPools.CreateGateway(redis is null ? null : new RedisPool(redis, Options.Create(new ConfigurationOptions())), time);

    private static SharedRequestBudget Budget(IConnectionMultiplexer? redis, TimeProvider time) =>
        new(CreateGateway(redis, time), Options.Create(new SecOptions()), time, NullLogger<SharedRequestBudget>.Instance);
}
