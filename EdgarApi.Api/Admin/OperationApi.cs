using System.Text.Json;
using EdgarApi.Accounts.Operation;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Orders;

namespace EdgarApi.Api.Admin;

/// <summary>Endpoints for operating the installation as a whole.</summary>
internal static class OperationApi
{
    public static void MapOperation(this IEndpointRouteBuilder operation)
    {
        operation.MapMethods("/status", HttpVerbs.Read, (OperationStatus status) => status.Read())
            .WithName("getStatus").WithSummary("Get the system status")
            .WithDescription(
                "The view of the process that responds: database nodes with their lag and active reads, connection pools, Redis, usage " +
                "backlog and memory.")
            .Produces<StatusResponse>();
        operation.MapPost("/companies/{id}/invalidate", InvalidateAsync).WithName("invalidateCompany")
            .WithSummary("Invalidate the caches of a company")
            .WithDescription(
                "Gives the company's data a new version, so that no process uses cached responses, facts or snapshots of the old " +
                "version. The data itself does not change.")
            .Produces<InvalidationResponse>();
        operation.MapPost(ApiRoutes.Ingest, IngestAsync).WithName("startIngest").WithSummary("Ingest SEC data")
            .WithDescription(
                "Creates an order for the Warmer, which processes it as soon as it is running. " +
                "`GET /api/v1/admin/orders/{id}` reports its progress.")
            .Produces<OrderResponse>(StatusCodes.Status202Accepted);
        operation.MapPost(ApiRoutes.Warm, WarmAsync).WithName("startWarming").WithSummary("Warm caches")
            .WithDescription(
                "Creates an order for the Warmer to request the popular responses of the given companies, or of a strategy. Without " +
                "either, it warms the popular companies. Companies without loaded data are skipped, and the response lists them. " +
                "An unknown company is a 404, and so is an order without any loaded company. " +
                "`GET /api/v1/admin/orders/{id}` reports its progress.")
            .Produces<OrderResponse>(StatusCodes.Status202Accepted);
        operation.MapMethods("/orders", HttpVerbs.Read, ListOrdersAsync).WithName("listOrders").WithSummary("List orders for the Warmer")
            .WithDescription("Newest first.").Produces<OrdersResponse>();
        operation.MapMethods("/orders/{id}", HttpVerbs.Read, FindOrderAsync).WithName("getOrder").WithSummary("Get an order for the Warmer")
            .WithDescription("Its status and outcome.").Produces<OrderResponse>();
        operation.MapPost(ApiRoutes.Drills, RecordDrillAsync).WithName("recordDrill").WithSummary("Record a drill")
            .WithDescription("Writes a row of the audit trail. `edgar drill` records here what it does on the host.")
            .Produces<DrillRecordResponse>();
        operation.MapMethods("/runs", HttpVerbs.Read, ListRunsAsync).WithName("listRuns").WithSummary("List ingest and warming runs")
            .WithDescription("Newest first, both ordered and scheduled runs.").Produces<RunsResponse>();
    }

    private static async Task<IResult> InvalidateAsync(
        AdminActor actor, RequestedCompany company, OperationStore store, CancellationToken cancellation) =>
        await store.InvalidateAsync(actor, company.Entry.Cik, cancellation) is { } version
            ? TypedResults.Ok(new InvalidationResponse(company.Entry.Cik.ToString(), version))
            : ApiProblem.NotLoaded(company.Entry);

    private static Task<IResult> IngestAsync(
        AdminActor actor, JsonBody<IngestBody> body, OperationStore store, HttpRequest request, CancellationToken cancellation) =>
        OrderAsync(
            actor, WorkOrder.Ingest, JsonSerializer.Serialize(body.Value, AdminJson.Default.IngestBody), store, request, cancellation);

    private static async Task<IResult> WarmAsync(
        AdminActor actor, JsonBody<WarmBody> body, ICompanyDirectory directory, OperationStore store, HttpRequest request,
        CancellationToken cancellation)
    {
        var companies = OrderedCompanies.From(body.Value.Companies ?? [], directory);
        if (companies.Problem is { } problem) return problem;
        var detail = JsonSerializer.Serialize(body.Value, AdminJson.Default.WarmBody);
        return await OrderAsync(actor, WorkOrder.Warm, detail, store, request, cancellation, companies.NotLoaded);
    }

    private static async Task<IResult> OrderAsync(
        AdminActor actor, string kind, string detail, OperationStore store, HttpRequest request, CancellationToken cancellation,
        IReadOnlyList<string>? notLoaded = null)
    {
        var order = await store.OrderAsync(actor, kind, detail, cancellation);
        var (path, response) = (request.Path.Value!, OrderResponse.From(order) with { NotLoaded = notLoaded });
        return TypedResults.Accepted($"{path[..path.LastIndexOf('/')]}/orders/{order.Id}", response);
    }

    private static async Task<OrdersResponse> ListOrdersAsync(
        Query<PageQuery> query, OperationStore store, HttpRequest request, CancellationToken cancellation)
    {
        var page = query.Value;
        var found = await store.ListOrdersAsync(page.From, page.Limit, cancellation);
        return new([.. found.Select(OrderResponse.From)], Pages.Next(request, found, page.Limit, item => item.Id));
    }

    private static async Task<IResult> FindOrderAsync(RowId row, OperationStore store, CancellationToken cancellation) =>
        AdminProblems.OkOrNotFound(await store.FindOrderAsync(row.Value, cancellation) is { } order ? OrderResponse.From(order) : null);

    private static async Task<DrillRecordResponse> RecordDrillAsync(
        AdminActor actor, JsonBody<DrillRecordBody> body, OperationStore store, CancellationToken cancellation)
    {
        var (drill, notes) = (body.Value.Drill!, body.Value.Notes!);
        await store.RecordDrillAsync(actor, drill, new { body.Value.Passed, Notes = notes }, cancellation);
        return new DrillRecordResponse($"drill.{drill}");
    }

    private static async Task<RunsResponse> ListRunsAsync(Query<RunsQuery> query, OperationStore store, CancellationToken cancellation) =>
        new([.. (await store.ListRunsAsync(query.Value.Limit, cancellation)).Select(RunResponse.From)]);
}

internal sealed record RunsQuery(int Limit) : IQuery<RunsQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [PageQuery.LimitParameter];

    public string Canonical => $"{Limit}";

    public static RunsQuery Read(QueryReader reader) => new(reader.Get(PageQuery.LimitParameter));
}
