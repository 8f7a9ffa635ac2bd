using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Accounts;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgarApi.Api.Admin;

internal static class KeysApi
{
    private static readonly TimeSpan DefaultGracePeriod = TimeSpan.FromDays(1);

    public static void MapKeys(this IEndpointRouteBuilder admin)
    {
        admin.MapMethods("/keys", HttpVerbs.Read, ListAsync).WithName("listKeys").WithSummary("List keys")
            .WithDescription("Newest first, without the secrets, which are not stored.").Produces<KeysResponse>();
        admin.MapMethods("/keys/{key}", HttpVerbs.Read, FindAsync).WithName("getKey").WithSummary("Get a key")
            .WithDescription("A key by its public part.").Produces<KeyResponse>();
        admin.MapPost("/keys", CreateAsync).WithName("createKey").WithSummary("Create a key")
            .WithDescription("`key` in the response is shown only once.").Produces<CreatedKeyResponse>(StatusCodes.Status201Created);
        admin.MapPatch("/keys/{key}", UpdateAsync).WithName("updateKey").WithSummary("Update a key")
            .WithDescription(
                "Changes name, scopes and expiry, effective immediately. The secret stays the same; rotate the key for a new one.")
            .Produces<KeyResponse>();
        admin.MapPost("/keys/{key}/rotate", RotateAsync).WithName("rotateKey").WithSummary("Rotate a key")
            .WithDescription(
                "Creates a key with the same name, scopes and lifetime. The old key remains valid until the grace period ends.")
            .Produces<CreatedKeyResponse>(StatusCodes.Status201Created);
        admin.MapDelete("/keys/{key}", RevokeAsync).WithName("revokeKey").WithSummary("Revoke a key")
            .WithDescription("Effective immediately and permanently.").Produces<KeyResponse>();
    }

    private static async Task<KeysResponse> ListAsync(
        AdminActor actor, Query<KeysQuery> query, AccountStore store, TimeProvider time, HttpRequest request,
        CancellationToken cancellation)
    {
        var (page, organization, user, prefix) = query.Value;
        var filter = new KeyFilter(page.From, organization, user, prefix);
        var found = await store.ListKeysAsync(actor.Reach, filter, page.Limit, cancellation);
        return new([.. found.Select(key => KeyResponse.From(key, time))], Pages.Next(request, found, page.Limit, item => item.Id));
    }

    private static async Task<IResult> FindAsync(
        AdminActor actor, KeyName keyName, AccountStore store, TimeProvider time, CancellationToken cancellation) =>
        AdminProblems.OkOrNotFound(KeyResponse.FromNullable(await store.FindKeyAsync(actor.Reach, keyName.Id!, cancellation), time));

    private static async Task<IResult> CreateAsync(
        AdminActor actor, JsonBody<NewKeyBody> body, AccountStore store, TimeProvider time, HttpRequest request,
        CancellationToken cancellation)
    {
        var key = body.Value;
        if (!IsValidExpiry(key.ExpiresAt, time)) return InvalidExpiry;
        var scopes = KeyScopes.From(key.Scopes ?? ["read"]);
        var created = await store.CreateKeyAsync(
            actor, new NewKey(key.UserId!.Value, key.Name!.Trim(), scopes, key.Live ?? true, key.ExpiresAt), cancellation);
        return created is null ? AdminProblems.NotFound($"No user has the id {key.UserId}.") : Created(created, request.Path, time);
    }

    private static async Task<IResult> UpdateAsync(
        AdminActor actor, KeyName keyName, JsonBody<KeyBody> body, AccountStore store, TimeProvider time, CancellationToken cancellation)
    {
        var key = body.Value;
        if (!IsValidExpiry(key.ExpiresAt, time)) return InvalidExpiry;
        var changes = new KeyUpdate(key.Name?.Trim(), key.Scopes is null ? null : KeyScopes.From(key.Scopes), key.ExpiresAt);
        return AdminProblems.OkOrNotFound(
            KeyResponse.FromNullable(await store.UpdateKeyAsync(actor, keyName.Id!, changes, cancellation), time));
    }

    private static async Task<IResult> RotateAsync(
        AdminActor actor, KeyName keyName, JsonBody<RotationBody> body, AccountStore store, TimeProvider time, HttpRequest request,
        CancellationToken cancellation)
    {
        var grace = body.Value.GraceSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultGracePeriod;
        var created = await store.RotateKeyAsync(actor, keyName.Id!, grace, cancellation);
        return created is null
            ? AdminProblems.NotFound()
            : Created(created, request.Path.Value!.Split("/keys/")[0] + "/keys", time);
    }

    private static async Task<IResult> RevokeAsync(
        AdminActor actor, KeyName keyName, AccountStore store, TimeProvider time, CancellationToken cancellation) =>
        AdminProblems.OkOrNotFound(KeyResponse.FromNullable(await store.RevokeKeyAsync(actor, keyName.Id!, cancellation), time));

    private static bool IsValidExpiry(DateTimeOffset? expiresAt, TimeProvider time) =>
        expiresAt is null || (expiresAt > time.GetUtcNow() && expiresAt <= time.GetUtcNow() + NewKey.MaxLifetime);

    private static ApiProblem InvalidExpiry => ApiProblem.InvalidParameter(
        "expiresAt",
        $"must be in the future, at most {NewKey.MaxLifetime.TotalDays} days ahead; a key that is created without it never expires");

    private static Created<CreatedKeyResponse> Created(CreatedKey created, string keys, TimeProvider time) =>
        TypedResults.Created($"{keys}/{created.Key.PublicId}", new CreatedKeyResponse(created.Text, KeyResponse.From(created.Key, time)));
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewKeyBody(
    [property: Description("The user who owns the key. Required.")] long? UserId,
    [property: Description("Display name. Required.")] string? Name,
    [property: Description("Scopes: read, admin. Defaults to read.")] string[]? Scopes,
    [property: Description("False for a test key. Defaults to true.")] bool? Live,
    [property: Description("Expiry. Without it the key never expires.")] DateTimeOffset? ExpiresAt) : IBody
{
    public void Check(BodyErrors errors)
    {
        if (UserId is null) errors.Add("userId", "is required");
        errors.CheckText("name", Name, 200, isRequired: true);
        KeyBody.CheckScopes(errors, Scopes);
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record KeyBody(
    [property: Description("New name.")] string? Name,
    [property: Description("New scopes: read, admin.")] string[]? Scopes,
    [property: Description("New expiry.")] DateTimeOffset? ExpiresAt) : IBody
{
    public void Check(BodyErrors errors)
    {
        errors.CheckText("name", Name, 200, isRequired: false);
        CheckScopes(errors, Scopes);
        if (Name is null && Scopes is null && ExpiresAt is null) errors.Add("name", "or scopes or expiresAt is required");
    }

    public static void CheckScopes(BodyErrors errors, string[]? scopes)
    {
        if (scopes is not null && (scopes.Length is 0 or > 2 || scopes.Any(scope => !KeyScopes.Names.Contains(scope))))
            errors.Add("scopes", $"must name one or more of {string.Join(", ", KeyScopes.Names)}");
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RotationBody(
    [property: Description("Seconds for which the old key remains valid. Defaults to one day; the maximum is 30 days.")]
    int? GraceSeconds) : IBody
{
    private const int MaxGraceSeconds = 30 * 24 * 3600;

    public void Check(BodyErrors errors)
    {
        if (GraceSeconds is < 0 or > MaxGraceSeconds) errors.Add("graceSeconds", $"must be between 0 and {MaxGraceSeconds}");
    }
}

internal sealed record KeysResponse(
    [property: Description("Newest first.")] IReadOnlyList<KeyResponse> Keys,
    [property: Description("URL of the next page; null on the last page.")] string? Next);

internal sealed record CreatedKeyResponse(
    [property: Description("The full key. It is shown only once.")] string Key,
    [property: Description("The key's stored details.")] KeyResponse Details);

internal sealed record KeyResponse(
    [property: Description("Public part of the key.")] string Id,
    [property: Description("Prefix for display and search.")] string Prefix,
    [property: Description("Display name.")] string Name,
    [property: Description("Id of the organization.")] long OrganizationId,
    [property: Description("Id of the user who owns the key.")] long UserId,
    [property: Description("The user's tier.")] string Tier,
    [property: Description("Scopes of the key.")] IReadOnlyList<string> Scopes,
    [property: Description("False for a test key.")] bool Live,
    [property: Description("active, ending (rotated, in its grace period), expired, revoked, or disabled (its user or organization is).")]
    string Status,
    [property: Description("Creation time, UTC.")] DateTime CreatedAt,
    [property: Description("Expiry, UTC; null if the key never expires.")] DateTime? ExpiresAt,
    [property: Description("Time of revocation, UTC.")] DateTime? RevokedAt,
    [property: Description("Public part of the key that replaces this one.")] string? ReplacedBy,
    [property: Description("Time of the last use, UTC, to the minute.")] DateTime? LastUsedAt)
{
    public static KeyResponse From(ApiKey key, TimeProvider time) => new(
        key.PublicId, key.Prefix, key.Name, key.OrganizationId, key.UserId, key.Tier, key.Scopes, key.IsLive,
        key.StatusAt(time.GetUtcNow()), key.CreatedAt,
        key.ExpiresAt, key.RevokedAt, key.ReplacedBy, key.LastUsedAt);

    public static KeyResponse? FromNullable(ApiKey? key, TimeProvider time) => key is null ? null : From(key, time);
}
