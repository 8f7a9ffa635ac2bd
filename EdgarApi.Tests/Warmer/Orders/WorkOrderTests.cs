#pragma warning disable xUnit1069 // False positive: the tests use their cancellation token through the property Token.
using EdgarApi.Accounts;
using EdgarApi.Accounts.Operation;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Orders;
using EdgarApi.Tests.Storage.Ingest;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Servers;
using EdgarApi.Warmer.Ingest;
using EdgarApi.Warmer.Orders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace EdgarApi.Tests.Warmer.Orders;

public sealed class WorkOrderTests(SharedServers servers) : IAsyncLifetime
{
    private static readonly Actor Operator = new("test");

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly FakeLogCollector _log = new();
    private EdgarDatabase _database = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private OperationStore Store => _database.Services.GetRequiredService<OperationStore>();

    private WorkOrderStore OrderStore => new(_database.Primary, _time, new FakeLogger<WorkOrderStore>(_log));

    public async ValueTask InitializeAsync() => _database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task A_pending_order_runs_once_the_warmer_starts()
    {
        var order = await Store.OrderAsync(Operator, WorkOrder.Ingest, "{}", Token);
        Assert.Equal("waiting", order.Status);
        var progress = new WarmerProgress(_time);
        progress.MarkMigrated();
        using var service = new WorkOrderService(
            OrderStore, [new IngestOrders(_database.Pipeline, new OneCompany(), progress)], progress, _time,
            NullLogger<WorkOrderService>.Instance);

        await service.StartAsync(Token);
        var done = await UntilAsync(order.Id, "done");
        await service.StopAsync(Token);

        Assert.Equal((1, null), (done.Attempts, done.Error));
        Assert.Matches("\"written\": 1, ?|\"written\": 1}", done.Outcome);
        Assert.Equal(1L, await _database.ScalarAsync<long>("select count(*) from company_facts"));
        Assert.Contains(await Store.ListRunsAsync(10, Token), run => run is { Kind: "ingest", Result: "1 written, 0 unchanged, 0 failed" });
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_order_that_keeps_failing_is_abandoned_after_three_attempts_and_blocks_nothing()
    {
        var failing = await Store.OrderAsync(Operator, WorkOrder.Ingest, "{}", Token);
        var other = await Store.OrderAsync(Operator, WorkOrder.Warm, """{"companies":["AAPL"]}""", Token);
        var progress = new WarmerProgress(_time);
        progress.MarkMigrated();
        IWorkOrderHandler[] handlers =
        [
            new Handler(WorkOrder.Ingest, _ => throw new InvalidOperationException("the SEC is unavailable")),
            new Handler(WorkOrder.Warm, order => order.Detail),
        ];
        using var service = new WorkOrderService(OrderStore, handlers, progress, _time, NullLogger<WorkOrderService>.Instance);

        await service.StartAsync(Token);
        var failed = await UntilAsync(failing.Id, "failed");
        var done = await UntilAsync(other.Id, "done");
        await service.StopAsync(Token);

        Assert.Equal((3, "the SEC is unavailable"), (failed.Attempts, failed.Error));
        Assert.Equal("""{"companies": ["AAPL"]}""", done.Outcome);
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_order_interrupted_by_a_shutdown_waits_for_the_next_start_and_does_not_count_as_an_attempt()
    {
        var order = await Store.OrderAsync(Operator, WorkOrder.Ingest, "{}", Token);
        using (var ending = CancellationTokenSource.CreateLinkedTokenSource(Token))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => OrderStore.RunNextAsync(async (_, cancellation) =>
            {
                await ending.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                return "{}";
            }, ending.Token));
        }

        var waiting = (await Store.FindOrderAsync(order.Id, Token))!;
        Assert.Equal(("waiting", 0, null), (waiting.Status, waiting.Attempts, waiting.StartedAt));
        Assert.True(await OrderStore.RunNextAsync((_, _) => Task.FromResult("{}"), Token));
        Assert.Equal(
            ("done", 1),
            ((await Store.FindOrderAsync(order.Id, Token))!.Status, (await Store.FindOrderAsync(order.Id, Token))!.Attempts));
    }

    [Fact(Timeout = Waiting.HangGuard)]
    public async Task An_order_that_crashes_the_warmer_is_abandoned_after_three_attempts_and_blocks_nothing()
    {
        var crashing = await Store.OrderAsync(Operator, WorkOrder.Warm, "{}", Token);
        var other = await Store.OrderAsync(Operator, WorkOrder.Ingest, "{}", Token);
        for (var attempt = 1; attempt <= WorkOrderStore.MaxAttempts; attempt++)
        {
            var started = await CrashDuringNextAsync();
            Assert.Equal((crashing.Id, attempt), (started.Id, started.Attempts));
            Assert.Equal("running", (await Store.FindOrderAsync(crashing.Id, Token))!.Status);
        }

        Assert.True(await OrderStore.RunNextAsync((order, _) => Task.FromResult($$"""{"did":{{order.Id}}}"""), Token));

        var (failed, done) = ((await Store.FindOrderAsync(crashing.Id, Token))!, (await Store.FindOrderAsync(other.Id, Token))!);
        Assert.Equal(
            ("failed", 3, "Not completed after 3 attempts: the Warmer stopped or lost its database during each."),
            (failed.Status, failed.Attempts, failed.Error));
        Assert.Equal(("done", $$"""{"did": {{other.Id}}}"""), (done.Status, done.Outcome));
        Assert.Contains(_log.GetSnapshot(), entry =>
            entry.Level == LogLevel.Error && entry.Message == $"Order {crashing.Id} (warm) of test failed. {failed.Error}");
        Assert.False(await OrderStore.RunNextAsync((_, _) => throw new InvalidOperationException("again"), Token));
    }

    /// <summary>Simulates a process killed during an order: it writes nothing more, and the server releases its lock.</summary>
    private async Task<WorkOrder> CrashDuringNextAsync()
    {
        var started = new TaskCompletionSource<WorkOrder>(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = OrderStore.RunNextAsync((order, _) =>
        {
            started.SetResult(order);
            return new TaskCompletionSource<string>().Task;
        }, Token);
        var order = await started.Task.InTimeAsync();
        await _database.ExecuteAsync("""
            select pg_terminate_backend(pid, 60000) from pg_locks
            where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
            """);
        return order;
    }

    [Fact]
    public async Task Two_warmers_never_run_the_same_order()
    {
        await Store.OrderAsync(Operator, WorkOrder.Ingest, "{}", Token);
        var together = await OrderStore.RunNextAsync(async (_, cancellation) =>
        {
            Assert.False(await OrderStore.RunNextAsync((_, _) => throw new InvalidOperationException("twice"), cancellation));
            return "{}";
        }, Token);
        Assert.True(together);
        Assert.False(await OrderStore.RunNextAsync((_, _) => throw new InvalidOperationException("again"), Token));
    }

    private async Task<WorkOrder> UntilAsync(long id, string status)
    {
        WorkOrder? order = null;
        await Waiting.UntilAsync(
            async () => (order = await Store.FindOrderAsync(id, Token))?.Status == status,
            meanwhile: () => _time.Advance(WorkOrderService.RetryAfter),
            $"order {id} to be {status}");
        return order!;
    }

    private sealed class Handler(string kind, Func<WorkOrder, string> work) : IWorkOrderHandler
    {
        public string Kind => kind;

        public Task<string> HandleAsync(WorkOrder order, CancellationToken cancellationToken) => Task.FromResult(work(order));
    }

    private sealed class OneCompany : ICompanySource
    {
        public string Name => "one";

        public ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken) => new([]);

        public IAsyncEnumerable<CompanyDocument> ReadAsync(CancellationToken cancellationToken) => RealCompanies.Documents("NVDA");
    }
}
