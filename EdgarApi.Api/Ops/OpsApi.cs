using EdgarApi.Accounts;
using EdgarApi.Accounts.Operation;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Ops.Dashboards;
using EdgarApi.Api.Ops.Drills;
using EdgarApi.Api.Ops.Process;
using EdgarApi.Api.Ops.Prometheus;
using EdgarApi.Api.Ops.Status;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Ops;

/// <summary>
/// The operators' page: the state of the service, and the panels of the dashboards. The page itself is open, its data needs an operator's
/// key.
/// </summary>
internal static class OpsApi
{
    /// <summary>Runs of ingest and warming that the page shows.</summary>
    private const int Runs = 30;

    /// <summary>Rows of the audit trail that the page shows.</summary>
    private const int Actions = 10;

    public static IHostApplicationBuilder AddOps(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(OpsSettings.Read(builder.Configuration, builder.Environment));
        builder.Services.AddSingleton<OpsPrometheus>();
        builder.Services.AddSingleton<ProcessMetrics>();
        builder.Services.AddSingleton<DashboardReader>();
        builder.Services.AddSingleton<OpsStatus>();
        builder.Services.AddSingleton<ErrorBudgets>();
        builder.Services.AddSingleton<ReadsDrill>();
        return builder;
    }

    public static WebApplication MapOps(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<OpsSettings>().IsEnabled) return app;
        // Requests of the page itself do not count in the metrics that it shows.
        var ops = app.MapGroup(ApiRoutes.Ops).DisableHttpMetrics();
        ops.MapFiles();

        var data = app.MapGroup(ApiRoutes.OpsData).DisableHttpMetrics().RequireAuthorization(Policies.Operate).ExcludeFromDescription();
        data.AddEndpointFilter<ArgumentFilter>().AddEndpointFilter<AccountsFilter>();
        data.MapMethods("/status", HttpVerbs.Read, (OpsStatus status, CancellationToken cancellation) => status.ReadAsync(cancellation));
        data.MapMethods(
            "/budgets", HttpVerbs.Read, (ErrorBudgets budgets, CancellationToken cancellation) => budgets.ReadAsync(cancellation));
        data.MapMethods("/runs", HttpVerbs.Read, ListRunsAsync).AddEndpointFilter<PrimaryFilter>();
        data.MapMethods("/actions", HttpVerbs.Read, ListActionsAsync).AddEndpointFilter<PrimaryFilter>();
        data.MapDrills();
        data.MapMethods("/dashboards", HttpVerbs.Read, ListDashboards);
        data.MapMethods("/dashboards/{uid}", HttpVerbs.Read, ReadDashboardAsync);
        return app;
    }

    private static async Task<RunsResponse> ListRunsAsync(OperationStore store, CancellationToken cancellation) =>
        new([.. (await store.ListRunsAsync(Runs, cancellation)).Select(RunResponse.From)]);

    private static async Task<AuditResponse> ListActionsAsync(AdminActor actor, AccountStore store, CancellationToken cancellation) =>
        new([.. (await store.ListActionsAsync(actor.Reach, before: null, Actions, cancellation)).Select(AdminActionResponse.From)], null);

    private static DashboardsResponse ListDashboards() => new([.. DashboardFiles.All.Select(dashboard =>
        new DashboardSummary(dashboard.Uid, dashboard.Title, dashboard.Range.TotalHours, dashboard.Refresh.TotalSeconds))]);

    private static async Task<IResult> ReadDashboardAsync(
        string uid, Query<DashboardQuery> query, DashboardReader reader, CancellationToken cancellation) =>
        DashboardFiles.Find(uid) is { } dashboard
            ? TypedResults.Ok(await reader.ReadAsync(dashboard, query.Value.Range ?? dashboard.Range, cancellation))
            : ApiProblem.Create(ProblemKinds.ResourceNotFound, "No dashboard has this uid.");
}

/// <summary>The query of a dashboard.</summary>
/// <param name="Range">How far back to look; null for the dashboard's own range.</param>
internal sealed record DashboardQuery(TimeSpan? Range) : IQuery<DashboardQuery>
{
    private static readonly QueryParameter<int?> Minutes = Parameter.OptionalInteger(
        "minutes", "How far back to look. Defaults to the dashboard's own range.", minimum: 5, maximum: 30 * 24 * 60);

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [Minutes];

    public string Canonical => $"{Range}";

    public static DashboardQuery Read(QueryReader reader) =>
        new(reader.Get(Minutes) is { } minutes ? TimeSpan.FromMinutes(minutes) : null);
}
