using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Accounts.Operation;
using EdgarApi.Storage.Orders;

namespace EdgarApi.Api.Admin;

internal sealed record InvalidationResponse(
    [property: Description("The company.")] string Cik, [property: Description("The version that everything is made of from now on.")] long Version);

internal sealed record OrdersResponse(
    [property: Description("The newest first.")] IReadOnlyList<OrderResponse> Orders, [property: Description("Address of the next page; null on the last one.")] string? Next);

internal sealed record OrderResponse(
    [property: Description("Its number.")] long Id,
    [property: Description("ingest or warm.")] string Kind,
    [property: Description("How it is to be done.")] JsonElement Detail,
    [property: Description("Who asked.")] string RequestedBy,
    [property: Description("When, UTC.")] DateTime RequestedAt,
    [property: Description("waiting, running, done or failed.")] string Status,
    [property: Description("When the Warmer last began it, UTC.")] DateTime? StartedAt,
    [property: Description("When it was over, UTC.")] DateTime? FinishedAt,
    [property: Description("How often it was begun; after three attempts it is given up.")] int Attempts,
    [property: Description("What came of it.")] JsonElement? Outcome,
    [property: Description("Why the last attempt failed, or why the order was given up.")] string? Error)
{
    [Description("In the answer to an order to warm: those of its companies of which no data is loaded, if there are any. They are left out, unless they are loaded when the order is done.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? NotLoaded { get; init; }

    public static OrderResponse From(WorkOrder order) => new(
        order.Id, order.Kind, Json(order.Detail), order.RequestedBy, order.RequestedAt, order.Status, order.StartedAt, order.FinishedAt, order.Attempts,
        order.Outcome is null ? null : Json(order.Outcome), order.Error);

    private static JsonElement Json(string text) => JsonSerializer.Deserialize(text, AdminJson.Default.JsonElement);
}

internal sealed record RunsResponse([property: Description("The newest first.")] IReadOnlyList<RunResponse> Runs);

internal sealed record RunResponse(
    [property: Description("ingest or warm.")] string Kind,
    [property: Description("Its number among its kind.")] long Id,
    [property: Description("The source or the strategy.")] string Name,
    [property: Description("When it began, UTC.")] DateTime StartedAt,
    [property: Description("When it ended, UTC; null while it goes on.")] DateTime? FinishedAt,
    [property: Description("What it came to.")] string Result,
    [property: Description("Why it ended early.")] string? Error)
{
    public static RunResponse From(OperationRun run) => new(run.Kind, run.Id, run.Name, run.StartedAt, run.FinishedAt, run.Result, run.Error);
}
