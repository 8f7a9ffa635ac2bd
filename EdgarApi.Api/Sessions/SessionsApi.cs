using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Accounts.Keys;
using EdgarApi.Accounts.Sessions;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Authentication;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.WebSecurity;
using EdgarApi.Contracts;

namespace EdgarApi.Api.Sessions;

/// <summary>Sessions: short-lived tokens that replace an API key, for example in a browser.</summary>
internal static class SessionsApi
{
    public const string Tag = "Sessions";

    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(1);

    public static WebApplication MapSessions(this WebApplication app)
    {
        var sessions = app.MapGroup(ApiRoutes.Version1).RequireAuthorization().WithTags(Tag).WithProblems(
            ProblemKinds.InvalidParameter, ProblemKinds.ApiKeyMissing, ProblemKinds.Forbidden, ProblemKinds.ResourceNotFound,
            ProblemKinds.RateLimitExceeded,
            ProblemKinds.InternalError, ProblemKinds.UpstreamUnavailable);
        sessions.AddEndpointFilter<ArgumentFilter>().AddEndpointFilter<AccountsFilter>().AddEndpointFilter<PrimaryFilter>();
        sessions.MapPost("/sessions", CreateAsync).WithName("createSession").WithSummary("Create a session")
            .WithDescription(
                "Creates a temporary token to use in place of the key. It can read what the key can read, on the same quota, and do " +
                "nothing else.")
            .Produces<SessionResponse>(StatusCodes.Status201Created);
        sessions.MapDelete("/sessions/current", EndAsync).AllowSessionsInBrowsers().WithName("endSession").WithSummary("End a session")
            .WithDescription("Ends the session whose token authenticates the request, effective immediately.")
            .Produces(StatusCodes.Status204NoContent);
        return app;
    }

    private static async Task<IResult> CreateAsync(
        JsonBody<SessionBody> body, KeyCache keys, SessionStore store, HttpRequest request, CancellationToken cancellation)
    {
        var check = await keys.CheckAsync(RequestKey.From(request).ToString(), cancellation);
        if (check.Session is not null)
            return ApiProblem.Create(ProblemKinds.Forbidden, "A session cannot create another session; use a key.");
        if (check.Key is not { } key)
        {
            return ApiProblem.Create(
                ProblemKinds.Forbidden, "The development key cannot create sessions; create a key with './edgar keys create'.");
        }

        var lifetime = body.Value.LifetimeSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultLifetime;
        var created = await store.CreateAsync(key, lifetime, cancellation);
        return TypedResults.Created($"{request.Path}/current", new SessionResponse(created.Token, created.ExpiresAt.UtcDateTime));
    }

    private static async Task<IResult> EndAsync(KeyCache keys, SessionStore store, HttpRequest request, CancellationToken cancellation)
    {
        if ((await keys.CheckAsync(RequestKey.From(request).ToString(), cancellation)).Session is not { } session)
            return ApiProblem.Create(ProblemKinds.ResourceNotFound, "The request is authenticated by a key, not by a session token.");
        await store.EndAsync(session, cancellation);
        return TypedResults.NoContent();
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SessionBody(
    [property: Description("Lifetime in seconds, 60 to 86400. Defaults to one hour.")] int? LifetimeSeconds) : IBody
{
    private const int MinSeconds = 60;
    private const int MaxSeconds = 24 * 3600;

    public void Check(BodyErrors errors)
    {
        if (LifetimeSeconds is < MinSeconds or > MaxSeconds)
            errors.Add("lifetimeSeconds", $"must be between {MinSeconds} and {MaxSeconds}");
    }
}

internal sealed record SessionResponse(
    [property: Description("The token. Send it like a key. It is shown only once.")] string Token,
    [property: Description("Expiry, UTC.")] DateTime ExpiresAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SessionBody))]
[JsonSerializable(typeof(SessionResponse))]
internal sealed partial class SessionsJson : JsonSerializerContext;
