using EdgarApi.Accounts.Degraded;
using EdgarApi.Accounts.Operation;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Ops.Drills;

/// <summary>Runs the drills that the service can run itself. Each leaves a row in the audit trail.</summary>
internal static class DrillsApi
{
    private const string DegradedReason = "drill";

    private static readonly TimeSpan DegradedDuration = TimeSpan.FromMinutes(1);

    public static void MapDrills(this IEndpointRouteBuilder data)
    {
        data.MapMethods("/drills", HttpVerbs.Read, () => new DrillsResponse(OpsDrills.All));
        data.MapPost($"/drills/{OpsDrills.Reads}", RunReadsAsync).AddEndpointFilter<PrimaryFilter>();
        data.MapPost($"/drills/{OpsDrills.Degraded}", RunDegradedAsync).AddEndpointFilter<PrimaryFilter>();
    }

    private static async Task<DrillResult> RunReadsAsync(
        AdminActor actor, ReadsDrill drill, OperationStore store, CancellationToken cancellation)
    {
        var result = await drill.RunAsync(cancellation);
        await store.RecordDrillAsync(actor, OpsDrills.Reads, result, cancellation);
        return result;
    }

    /// <summary>A drill must not shorten a real period.</summary>
    private static async Task<IResult> RunDegradedAsync(
        AdminActor actor, DegradedMode mode, DegradedModeStore modes, OperationStore store, TimeProvider time,
        CancellationToken cancellation)
    {
        if (mode.Current is { } current)
            return ApiProblem.Create(ProblemKinds.Conflict, $"Degraded mode is on until {current.EndText}: {current.Reason}");
        var started = time.GetTimestamp();
        var period = await modes.TurnOnAsync(actor, DegradedReason, DegradedDuration, cancellation);
        var result = new DrillResult(
            mode.Current == period, time.GetElapsedTime(started).TotalSeconds,
            [$"on until {period.EndText}; /health is degraded, and responses have the header X-Degraded-Until"]);
        await store.RecordDrillAsync(actor, OpsDrills.Degraded, result, cancellation);
        return TypedResults.Ok(result);
    }
}
