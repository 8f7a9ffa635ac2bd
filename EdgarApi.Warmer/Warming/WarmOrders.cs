using System.Text.Json;
using EdgarApi.Storage.Orders;
using EdgarApi.Storage.Warming;
using EdgarApi.Warmer.Orders;
using Microsoft.Extensions.Options;

namespace EdgarApi.Warmer.Warming;

/// <summary>Handles warming orders: enqueues the companies or the strategy that an operator named.</summary>
internal sealed class WarmOrders(WarmingService warming, WarmRunLog log, IOptions<WarmingOptions> options) : IWorkOrderHandler
{
    public string Kind => WorkOrder.Warm;

    public async Task<string> HandleAsync(WorkOrder order, CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled) throw new InvalidOperationException("Cache warming is switched off (EdgarApi:Warming:Enabled).");
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        warming.Enqueue(GetJob(JsonSerializer.Deserialize<WarmOrder>(order.Detail, JsonSerializerOptions.Web)!) with { Done = done });
        var run = await done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Serialize(await log.GetResultAsync(run, cancellationToken).ConfigureAwait(false), JsonSerializerOptions.Web);
    }

    private static WarmJob GetJob(WarmOrder order) => order.Companies is { Count: > 0 } companies
        ? new WarmJob(WarmStrategy.OrderedCompanies, companies)
        : new WarmJob(order.Strategy is null ? WarmStrategy.PopularCompanies
            : WarmStrategy.Orderable.FirstOrDefault(strategy => strategy.Name == order.Strategy)
            ?? throw new InvalidOperationException($"The strategy '{order.Strategy}' does not exist."));

    private sealed record WarmOrder(IReadOnlyList<string>? Companies, string? Strategy);
}
