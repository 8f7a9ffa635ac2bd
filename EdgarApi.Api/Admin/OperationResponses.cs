using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Accounts.Operation;
using EdgarApi.Storage.Orders;

namespace EdgarApi.Api.Admin;

internal sealed record InvalidationResponse(
    [property: Description("CIK of the company.")] string Cik,
    [property: Description("The new version of its data.")] long Version);

internal sealed record DrillRecordResponse([property: Description("The action in the audit trail.")] string Action);

internal sealed record OrdersResponse(
    [property: Description("Newest first.")] IReadOnlyList<OrderResponse> Orders,
    [property: Description("URL of the next page; null on the last page.")] string? Next);

internal sealed record OrderResponse(
    [property: Description("Order id.")] long Id,
    [property: Description("ingest or warm.")] string Kind,
    [property: Description("Options of the order.")] JsonElement Detail,
    [property: Description("Who created the order.")] string RequestedBy,
    [property: Description("Creation time, UTC.")] DateTime RequestedAt,
    [property: Description("waiting, running, done or failed.")] string Status,
    [property: Description("Start of the latest attempt, UTC.")] DateTime? StartedAt,
    [property: Description("End of the order, UTC.")] DateTime? FinishedAt,
    [property: Description("Number of attempts; the order fails after three.")] int Attempts,
    [property: Description("Result of the order.")] JsonElement? Outcome,
    [property: Description("Why the latest attempt or the order failed.")] string? Error)
{
    [Description(
        "In the response to a new warm order: its companies without loaded data; absent if all are loaded. They are skipped unless their " +
        "data is loaded by the time the order runs.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? NotLoaded { get; init; }

    public static OrderResponse From(WorkOrder order) => new(
        order.Id, order.Kind, Json(order.Detail), order.RequestedBy, order.RequestedAt, order.Status, order.StartedAt, order.FinishedAt,
        order.Attempts,
        order.Outcome is null ? null : Json(order.Outcome), order.Error);

    private static JsonElement Json(string text) => JsonSerializer.Deserialize(text, AdminJson.Default.JsonElement);
}

internal sealed record RunsResponse([property: Description("Newest first.")] IReadOnlyList<RunResponse> Runs);

internal sealed record RunResponse(
    [property: Description("ingest or warm.")] string Kind,
    [property: Description("Id of the run among runs of its kind.")] long Id,
    [property: Description("The source or the strategy.")] string Name,
    [property: Description("Start, UTC.")] DateTime StartedAt,
    [property: Description("End, UTC; null while the run is in progress.")] DateTime? FinishedAt,
    [property: Description("Result of the run.")] string Result,
    [property: Description("Why the run ended early.")] string? Error)
{
    public static RunResponse From(OperationRun run) =>
        new(run.Kind, run.Id, run.Name, run.StartedAt, run.FinishedAt, run.Result, run.Error);
}
