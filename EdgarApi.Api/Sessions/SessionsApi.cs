using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Accounts.Keys;
using EdgarApi.Accounts.Sessions;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Sessions;

/// <summary>Short-lived stand-ins for a key.</summary>
internal static class SessionsApi
{
    public const string Tag = "Sessions";

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    public static WebApplication MapSessions(this WebApplication app)
    {
        var sessions = app.MapGroup(ApiRoutes.Version1).RequireAuthorization().WithTags(Tag).WithProblems(
            ProblemKinds.InvalidParameter, ProblemKinds.ApiKeyMissing, ProblemKinds.Forbidden, ProblemKinds.ResourceNotFound, ProblemKinds.RateLimitExceeded,
            ProblemKinds.InternalError, ProblemKinds.UpstreamUnavailable);
        sessions.AddEndpointFilter<ArgumentFilter>().AddEndpointFilter<AccountsFilter>();
        sessions.MapPost("/sessions", CreateAsync).WithName("createSession").WithSummary("Begin a session")
            .WithDescription("Gives a token that stands in for the key for a while: it reads what the key reads, against the same quota, and does no more.")
            .Produces<SessionResponse>(StatusCodes.Status201Created);
        sessions.MapDelete("/sessions/current", EndAsync).WithName("endSession").WithSummary("End the session")
            .WithDescription("The one whose token comes with the request, at once and in all processes.").Produces(StatusCodes.Status204NoContent);
        return app;
    }

    private static async Task<IResult> CreateAsync(JsonBody<SessionBody> body, KeyCache ring, SessionStore store, HttpRequest request, CancellationToken cancellation)
    {
        var check = await ring.CheckAsync(RequestKey.From(request).ToString(), cancellation);
        if (check.Session is not null) return ApiProblem.Create(ProblemKinds.Forbidden, "A session begins with a key, not with another session.");
        if (check.Key is not { } key) return ApiProblem.Create(ProblemKinds.Forbidden, "The development key has no sessions; make a key with './edgar keys create'.");
        var lifetime = body.Value.LifetimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultLifetime;
        var made = await store.CreateAsync(key, lifetime, cancellation);
        return TypedResults.Created($"{request.Path}/current", new SessionResponse(made.Token, made.ExpiresAt.UtcDateTime));
    }

    private static async Task<IResult> EndAsync(KeyCache ring, SessionStore store, HttpRequest request, CancellationToken cancellation)
    {
        if ((await ring.CheckAsync(RequestKey.From(request).ToString(), cancellation)).Session is not { } session)
            return ApiProblem.Create(ProblemKinds.ResourceNotFound, "The request came with a key, not with a session's token.");
        await store.EndAsync(session, cancellation);
        return TypedResults.NoContent();
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SessionBody([property: Description("How long it lasts; an hour without it.")] int? LifetimeSeconds) : IBody
{
    private const int Shortest = 60;
    private const int Longest = 24 * 3600;

    public void Check(BodyErrors errors)
    {
        if (LifetimeSeconds is < Shortest or > Longest) errors.Refuse("lifetimeSeconds", $"must be between {Shortest} and {Longest}");
    }
}

internal sealed record SessionResponse(
    [property: Description("The token, to be sent like a key. This is the only time that it is shown.")] string Token,
    [property: Description("The end of its time, UTC.")] DateTime ExpiresAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(SessionResponse))]
internal sealed partial class SessionsJson : JsonSerializerContext;
