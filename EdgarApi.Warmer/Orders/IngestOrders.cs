using System.Text.Json;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Orders;
using EdgarApi.Warmer.Ingest;

namespace EdgarApi.Warmer.Orders;

/// <summary>
/// Ingests the configured source: only changes if the source supports it and was ingested completely before, otherwise everything.
/// </summary>
internal sealed class IngestOrders(IngestPipeline pipeline, ICompanySource source, WarmerProgress progress) : IWorkOrderHandler
{
    public string Kind => WorkOrder.Ingest;

    public async Task<string> HandleAsync(WorkOrder order, CancellationToken cancellationToken)
    {
        using var detail = JsonDocument.Parse(order.Detail);
        var acceptsSmaller = IsSet("acceptSmaller");
        var counts = !IsSet("full") && source is IRefreshableCompanySource refreshable
            && await pipeline.HasCompletedAsync(source, cancellationToken).ConfigureAwait(false)
            ? await pipeline.RefreshAsync(refreshable, acceptsSmaller, progress, cancellationToken).ConfigureAwait(false)
            : await pipeline.RunAsync(source, acceptsSmaller, progress, cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Serialize(new { counts.Run, counts.Written, counts.Unchanged, counts.Failed }, JsonSerializerOptions.Web);

        bool IsSet(string name) => detail.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
    }
}
