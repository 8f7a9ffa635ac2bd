using EdgarApi.Storage.Orders;
using EdgarApi.Storage.Tracing;
using EdgarApi.Warmer.Ingest;

namespace EdgarApi.Warmer.Orders;

/// <summary>Does what operators order, one after the other: within a second, or when it is back.</summary>
internal sealed partial class WorkOrderService(
    WorkOrderStore book, IEnumerable<IWorkOrderHandler> handlers, WarmerProgress progress, TimeProvider time, ILogger<WorkOrderService> logger) : BackgroundService
{
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly BackgroundWork polling = new("work orders", time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await progress.Migrated.WaitAsync(stoppingToken).ConfigureAwait(false);
        while (true)
        {
            var pause = await TryDoNextAsync(stoppingToken).ConfigureAwait(false);
            if (pause > TimeSpan.Zero) await Task.Delay(pause, time, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task<TimeSpan> TryDoNextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await polling.RunAsync(token => book.DoNextAsync(DoAsync, token), cancellationToken).ConfigureAwait(false) ? TimeSpan.Zero : PollInterval;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(error, RetryAfter.TotalSeconds);
            return RetryAfter;
        }
    }

    private Task<string> DoAsync(WorkOrder order, CancellationToken cancellationToken)
    {
        LogBegun(order.Id, order.Kind, order.RequestedBy, order.Attempts, WorkOrderStore.MaxAttempts);
        var handler = handlers.FirstOrDefault(handler => handler.Kind == order.Kind) ?? throw new InvalidOperationException($"Nobody here does orders of the kind '{order.Kind}'.");
        return handler.DoAsync(order, cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Order {Order} ({Kind}) of {RequestedBy} is begun, attempt {Attempt} of {MaxAttempts}")]
    private partial void LogBegun(long order, string kind, string requestedBy, int attempt, int maxAttempts);

    [LoggerMessage(LogLevel.Error, "An order failed; orders go on in {Seconds} s")]
    private partial void LogFailed(Exception error, double seconds);
}
