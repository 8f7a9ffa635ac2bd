using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Sessions;
using EdgarApi.Data.Operation;
using EdgarApi.Data.Warming;

namespace EdgarApi.Api.Admin;

/// <summary>The operation of the installation as a whole.</summary>
internal static class OperationApi
{
    public static void MapOperation(this IEndpointRouteBuilder operation)
    {
        operation.MapRead("/status", (OperationStatus status) => status.Read()).WithName("getStatus").WithSummary("The state of the system")
            .WithDescription("As the process sees it that answers: database nodes with their lag and reads under way, pools of connections, Redis, usage that is not recorded yet, memory.").Produces<StatusResponse>();
        operation.MapPost("/companies/{id}/invalidate", InvalidateAsync).WithName("invalidateCompany").WithSummary("Leave behind what is cached of a company")
            .WithDescription("Gives its data another version, so that no process uses answers, facts or snapshots of the last one. The data stays as it is.")
            .Produces<InvalidationResponse>();
        operation.MapPost("/ingest", IngestAsync).WithName("startIngest").WithSummary("Read the SEC's data")
            .WithDescription("An order to the Warmer, which it takes up now or when it is back: `GET /api/v1/admin/orders/{id}` tells what became of it.")
            .Produces<OrderResponse>(StatusCodes.Status202Accepted);
        operation.MapPost("/warm", WarmAsync).WithName("startWarming").WithSummary("Warm caches")
            .WithDescription("An order to the Warmer to ask for the popular answers of companies, or by a strategy; without either for those of the popular companies. "
                + "`GET /api/v1/admin/orders/{id}` tells what became of it.")
            .Produces<OrderResponse>(StatusCodes.Status202Accepted);
        operation.MapRead("/orders", ListOrdersAsync).WithName("listOrders").WithSummary("Orders to the Warmer").WithDescription("The newest first.").Produces<OrdersResponse>();
        operation.MapRead("/orders/{id}", FindOrderAsync).WithName("getOrder").WithSummary("An order to the Warmer").WithDescription("What became of it.").Produces<OrderResponse>();
        operation.MapRead("/runs", ListRunsAsync).WithName("listRuns").WithSummary("Runs of ingest and warming")
            .WithDescription("The newest first, whoever or whatever asked for them.").Produces<RunsResponse>();
    }

    private static async Task<IResult> InvalidateAsync(AdminActor actor, RequestedCompany company, OperationStore store, CancellationToken cancellation) =>
        await store.InvalidateAsync(actor, company.Entry.Cik, cancellation) is { } version
            ? TypedResults.Ok(new InvalidationResponse(company.Entry.Cik.ToString(), version))
            : Problems.ApiProblem.NotLoaded(company.Entry);

    private static Task<IResult> IngestAsync(AdminActor actor, JsonBody<IngestBody> body, OperationStore store, HttpRequest request, CancellationToken cancellation) =>
        OrderAsync(actor, WorkOrder.Ingest, JsonSerializer.Serialize(body.Value, AdminJson.Default.IngestBody), store, request, cancellation);

    private static Task<IResult> WarmAsync(AdminActor actor, JsonBody<WarmBody> body, OperationStore store, HttpRequest request, CancellationToken cancellation) =>
        OrderAsync(actor, WorkOrder.Warm, JsonSerializer.Serialize(body.Value, AdminJson.Default.WarmBody), store, request, cancellation);

    private static async Task<IResult> OrderAsync(AdminActor actor, string kind, string detail, OperationStore store, HttpRequest request, CancellationToken cancellation)
    {
        var order = await store.OrderAsync(actor, kind, detail, cancellation);
        var path = request.Path.Value!;
        return TypedResults.Accepted($"{path[..path.LastIndexOf('/')]}/orders/{order.Id}", OrderResponse.Of(order));
    }

    private static async Task<OrdersResponse> ListOrdersAsync(Query<PageQuery> query, OperationStore store, HttpRequest request, CancellationToken cancellation)
    {
        var page = query.Value;
        var found = await store.ListOrdersAsync(page.From, page.Limit, cancellation);
        return new([.. found.Select(OrderResponse.Of)], Pages.Next(request, found, page.Limit, item => item.Id));
    }

    private static async Task<IResult> FindOrderAsync(RowId row, OperationStore store, CancellationToken cancellation) =>
        AdminProblems.OkOr(await store.FindOrderAsync(row.Value, cancellation) is { } order ? OrderResponse.Of(order) : null);

    private static async Task<RunsResponse> ListRunsAsync(Query<RunsQuery> query, OperationStore store, CancellationToken cancellation) =>
        new([.. (await store.ListRunsAsync(query.Value.Limit, cancellation)).Select(RunResponse.Of)]);
}

internal sealed record RunsQuery(int Limit) : IQuery<RunsQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [PageQuery.LimitParameter];

    public string Canonical => $"{Limit}";

    public static RunsQuery Read(QueryReader reader) => new(reader.Get(PageQuery.LimitParameter));
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record IngestBody(
    [property: Description("Whether to read the whole source anew; without it only what is new, where the source can tell.")] bool? Full) : IBody
{
    public void Check(BodyErrors errors)
    {
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record WarmBody(
    [property: Description("Companies by ticker or CIK, at most 500; those that are not loaded are left out.")] IReadOnlyList<string>? Companies,
    [property: Description("Instead of companies: popular_companies, upcoming_earnings or recent_queries.")] string? Strategy) : IBody
{
    private const int LongestId = 40;

    public void Check(BodyErrors errors)
    {
        if (Companies is not null && Strategy is not null) errors.Refuse("strategy", "must not be given beside companies");
        if (Strategy is not null && !WarmStrategies.Orderable.Contains(Strategy)) errors.Refuse("strategy", $"must be one of {string.Join(", ", WarmStrategies.Orderable)}");
        if (Companies is null) return;
        if (Companies.Count is 0 or > WarmStrategies.MaxCompanies) errors.Refuse("companies", $"must name 1 to {WarmStrategies.MaxCompanies}");
        // A null in the list is one that is missing.
        foreach (var company in Companies.Take(WarmStrategies.MaxCompanies)) errors.CheckText("companies", company, LongestId, isRequired: true);
    }
}

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
    [property: Description("How often it was begun.")] int Attempts,
    [property: Description("What came of it.")] JsonElement? Outcome,
    [property: Description("Why the last try failed.")] string? Error)
{
    public static OrderResponse Of(WorkOrder order) => new(
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
    public static RunResponse Of(OperationRun run) => new(run.Kind, run.Id, run.Name, run.StartedAt, run.FinishedAt, run.Result, run.Error);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(OrganizationsResponse))]
[JsonSerializable(typeof(UsersResponse))]
[JsonSerializable(typeof(KeysResponse))]
[JsonSerializable(typeof(MadeKeyResponse))]
[JsonSerializable(typeof(AuditResponse))]
[JsonSerializable(typeof(OrdersResponse))]
[JsonSerializable(typeof(RunsResponse))]
[JsonSerializable(typeof(InvalidationResponse))]
[JsonSerializable(typeof(StatusResponse))]
[JsonSerializable(typeof(NewOrganizationBody))]
[JsonSerializable(typeof(OrganizationBody))]
[JsonSerializable(typeof(NewUserBody))]
[JsonSerializable(typeof(UserBody))]
[JsonSerializable(typeof(NewKeyBody))]
[JsonSerializable(typeof(RotationBody))]
[JsonSerializable(typeof(IngestBody))]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(SessionResponse))]
[JsonSerializable(typeof(WarmBody))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class AdminJson : JsonSerializerContext;
