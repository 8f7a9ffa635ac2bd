using EdgarApi.Storage.Orders;
using EdgarApi.Storage.Tracing;
using EdgarApi.Warmer.Ingest;

namespace EdgarApi.Warmer.Orders;

/// <summary>Runs the operators' work orders one at a time, within a second while the Warmer runs.</summary>
internal sealed partial class WorkOrderService(
    WorkOrderStore store, IEnumerable<IWorkOrderHandler> handlers, WarmerProgress progress, TimeProvider time,
    ILogger<WorkOrderService> logger) : BackgroundService
{
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly BackgroundWork _polling = new("work orders", time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await progress.Migrated.WaitAsync(stoppingToken).ConfigureAwait(false);
        while (true)
        {
            var delay = await TryRunNextAsync(stoppingToken).ConfigureAwait(false);
            if (delay > TimeSpan.Zero) await Task.Delay(delay, time, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<TimeSpan> TryRunNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _polling.RunAsync(token => store.RunNextAsync(HandleAsync, token), cancellationToken).ConfigureAwait(false)
                ? TimeSpan.Zero : PollInterval;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(error, RetryAfter.TotalSeconds);
            return RetryAfter;
        }
    }

    private Task<string> HandleAsync(WorkOrder order, CancellationToken cancellationToken)
    {
        LogStarted(order.Id, order.Kind, order.RequestedBy, order.Attempts, WorkOrderStore.MaxAttempts);
        var handler = handlers.FirstOrDefault(handler => handler.Kind == order.Kind)
            ?? throw new InvalidOperationException($"No handler for work orders of kind '{order.Kind}'.");
        return handler.HandleAsync(order, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Order {Order} ({Kind}) of {RequestedBy} started, attempt {Attempt} of {MaxAttempts}")]
    private partial void LogStarted(long order, string kind, string requestedBy, int attempt, int maxAttempts);

    [LoggerMessage(LogLevel.Error, "A work order failed; continuing in {Seconds} s")]
    private partial void LogFailed(Exception error, double seconds);
}
