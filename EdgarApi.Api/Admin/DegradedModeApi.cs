using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Accounts.Degraded;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Contracts;
using Microsoft.Extensions.Options;

namespace EdgarApi.Api.Admin;

/// <summary>Endpoints that turn degraded mode on and off.</summary>
internal static class DegradedModeApi
{
    public static void MapDegradedMode(this IEndpointRouteBuilder operation)
    {
        operation.MapMethods(ApiRoutes.Degraded, HttpVerbs.Read, (DegradedMode mode) => DegradedModeResponse.From(mode.Current))
            .WithName("getDegradedMode").WithSummary("Get degraded mode")
            .WithDescription("Whether the process that responds is in degraded mode.")
            .Produces<DegradedModeResponse>();
        operation.MapPut(ApiRoutes.Degraded, TurnOnAsync).WithName("startDegradedMode").WithSummary("Start degraded mode")
            .WithDescription(
                "Until it ends, the API sends only cached responses, also outdated ones, and no exports. What is not cached is " +
                "`503 degraded_mode` with `Retry-After`. The Warmer neither warms nor polls for new filings. Every response has the " +
                $"header `{ApiHeaders.DegradedUntil}`. All processes follow within seconds. It ends by itself; while it is on, this " +
                "gives it another end and reason.")
            .Produces<DegradedModeResponse>();
        operation.MapDelete(ApiRoutes.Degraded, TurnOffAsync).WithName("endDegradedMode").WithSummary("End degraded mode")
            .WithDescription("All processes follow within seconds.").Produces<DegradedModeResponse>();
    }

    private static async Task<IResult> TurnOnAsync(
        AdminActor actor, JsonBody<DegradedModeBody> body, DegradedModeStore store, IOptions<DegradedModeOptions> options,
        CancellationToken cancellation)
    {
        var (max, seconds) = (options.Value.MaxDuration, body.Value.DurationSeconds);
        if (seconds is { } requested && (requested < 1 || requested > max.TotalSeconds))
            return ApiProblem.InvalidParameter("durationSeconds", $"must be between 1 and {max.TotalSeconds:0}");
        var duration = seconds is { } given ? TimeSpan.FromSeconds(given) : options.Value.DefaultDuration;
        return TypedResults.Ok(
            DegradedModeResponse.From(await store.TurnOnAsync(actor, body.Value.Reason!.Trim(), duration, cancellation)));
    }

    private static async Task<DegradedModeResponse> TurnOffAsync(
        AdminActor actor, DegradedModeStore store, CancellationToken cancellation)
    {
        await store.TurnOffAsync(actor, cancellation);
        return DegradedModeResponse.From(null);
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DegradedModeBody(
    [property: Description("Why. Required. `/health` shows it to everybody.")] string? Reason,
    [property: Description("Seconds after which the mode ends by itself. Defaults to `EdgarApi:Degraded:DefaultDuration`.")]
    int? DurationSeconds) : IBody
{
    private const int MaxReason = 200;

    public void Check(BodyErrors errors) => errors.CheckText("reason", Reason, MaxReason, isRequired: true);
}

internal sealed record DegradedModeResponse(
    [property: Description("Whether degraded mode is on.")] bool IsOn,
    [property: Description("Why it is on; null if it is off.")] string? Reason,
    [property: Description("When it began, UTC; null if it is off.")] DateTime? StartedAt,
    [property: Description("When it ends by itself, UTC; null if it is off.")] DateTime? EndsAt,
    [property: Description("Who turned it on; null if it is off.")] string? StartedBy)
{
    public static DegradedModeResponse From(DegradedPeriod? period) =>
        new(period is not null, period?.Reason, period?.StartedAt, period?.EndsAt, period?.StartedBy);
}
