using System.Text.Json;
using EdgarApi.Accounts.Operation;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Orders;

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
                + "Companies of which no data is loaded are left out, and the answer names them; a company that nobody knows is a 404, as is an order of which nothing would be left. "
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
            : ApiProblem.NotLoaded(company.Entry);

    private static Task<IResult> IngestAsync(AdminActor actor, JsonBody<IngestBody> body, OperationStore store, HttpRequest request, CancellationToken cancellation) =>
        OrderAsync(actor, WorkOrder.Ingest, JsonSerializer.Serialize(body.Value, AdminJson.Default.IngestBody), store, request, cancellation);

    private static async Task<IResult> WarmAsync(
        AdminActor actor, JsonBody<WarmBody> body, ICompanyDirectory directory, OperationStore store, HttpRequest request, CancellationToken cancellation)
    {
        var companies = OrderedCompanies.From(body.Value.Companies ?? [], directory);
        return companies.Problem is { } problem
            ? problem
            : await OrderAsync(actor, WorkOrder.Warm, JsonSerializer.Serialize(body.Value, AdminJson.Default.WarmBody), store, request, cancellation, companies.NotLoaded);
    }

    private static async Task<IResult> OrderAsync(
        AdminActor actor, string kind, string detail, OperationStore store, HttpRequest request, CancellationToken cancellation, IReadOnlyList<string>? notLoaded = null)
    {
        var order = await store.OrderAsync(actor, kind, detail, cancellation);
        var path = request.Path.Value!;
        return TypedResults.Accepted($"{path[..path.LastIndexOf('/')]}/orders/{order.Id}", OrderResponse.From(order) with { NotLoaded = notLoaded });
    }

    private static async Task<OrdersResponse> ListOrdersAsync(Query<PageQuery> query, OperationStore store, HttpRequest request, CancellationToken cancellation)
    {
        var page = query.Value;
        var found = await store.ListOrdersAsync(page.From, page.Limit, cancellation);
        return new([.. found.Select(OrderResponse.From)], Pages.Next(request, found, page.Limit, item => item.Id));
    }

    private static async Task<IResult> FindOrderAsync(RowId row, OperationStore store, CancellationToken cancellation) =>
        AdminProblems.OkOr(await store.FindOrderAsync(row.Value, cancellation) is { } order ? OrderResponse.From(order) : null);

    private static async Task<RunsResponse> ListRunsAsync(Query<RunsQuery> query, OperationStore store, CancellationToken cancellation) =>
        new([.. (await store.ListRunsAsync(query.Value.Limit, cancellation)).Select(RunResponse.From)]);
}

internal sealed record RunsQuery(int Limit) : IQuery<RunsQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } = [PageQuery.LimitParameter];

    public string Canonical => $"{Limit}";

    public static RunsQuery Read(QueryReader reader) => new(reader.Get(PageQuery.LimitParameter));
}
