using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Accounts;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EdgarApi.Api.Admin;

internal static class KeysApi
{
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromDays(1);

    public static void MapKeys(this IEndpointRouteBuilder admin)
    {
        admin.MapRead("/keys", ListAsync).WithName("listKeys").WithSummary("Keys")
            .WithDescription("The newest first, without their secrets, which nobody has.").Produces<KeysResponse>();
        admin.MapRead("/keys/{key}", FindAsync).WithName("getKey").WithSummary("A key").WithDescription("One key.").Produces<KeyResponse>();
        admin.MapPost("/keys", CreateAsync).WithName("createKey").WithSummary("Make a key")
            .WithDescription("The answer's `key` is shown now and never again.").Produces<MadeKeyResponse>(StatusCodes.Status201Created);
        admin.MapPatch("/keys/{key}", UpdateAsync).WithName("updateKey").WithSummary("Change a key")
            .WithDescription("Its name, what it opens and its end, in all processes at once. Its secret stays: another one comes by rotation.").Produces<KeyResponse>();
        admin.MapPost("/keys/{key}/rotate", RotateAsync).WithName("rotateKey").WithSummary("Rotate a key")
            .WithDescription("Makes a key with the same name, rights and length of life; the old one goes on until the grace period is over.")
            .Produces<MadeKeyResponse>(StatusCodes.Status201Created);
        admin.MapDelete("/keys/{key}", RevokeAsync).WithName("revokeKey").WithSummary("Revoke a key")
            .WithDescription("At once, in all processes, and for good.").Produces<KeyResponse>();
    }

    private static async Task<KeysResponse> ListAsync(
        AdminActor actor, Query<KeysQuery> query, AccountStore store, TimeProvider time, HttpRequest request, CancellationToken cancellation)
    {
        var (page, organization, user, beginning) = query.Value;
        var found = await store.ListKeysAsync(actor.Reach, new KeyFilter(page.From, organization, user, beginning), page.Limit, cancellation);
        return new([.. found.Select(key => KeyResponse.From(key, time))], Pages.Next(request, found, page.Limit, item => item.Id));
    }

    private static async Task<IResult> FindAsync(AdminActor actor, KeyName named, AccountStore store, TimeProvider time, CancellationToken cancellation) =>
        AdminProblems.OkOr(KeyResponse.OfNullable(await store.FindKeyAsync(actor.Reach, named.Id!, cancellation), time));

    private static async Task<IResult> CreateAsync(
        AdminActor actor, JsonBody<NewKeyBody> body, AccountStore store, TimeProvider time, HttpRequest request, CancellationToken cancellation)
    {
        var key = body.Value;
        if (!CanEndAt(key.ExpiresAt, time)) return EndIsNotValid;
        var made = await store.CreateKeyAsync(
            actor, new NewKey(key.UserId!.Value, key.Name!.Trim(), KeyScopes.From(key.Scopes ?? ["read"]), key.Live ?? true, key.ExpiresAt), cancellation);
        return made is null ? AdminProblems.NotFound($"There is no user {key.UserId}.") : Made(made, request.Path, time);
    }

    private static async Task<IResult> UpdateAsync(
        AdminActor actor, KeyName named, JsonBody<KeyBody> body, AccountStore store, TimeProvider time, CancellationToken cancellation)
    {
        var key = body.Value;
        if (!CanEndAt(key.ExpiresAt, time)) return EndIsNotValid;
        var changes = new KeyUpdate(key.Name?.Trim(), key.Scopes is null ? null : KeyScopes.From(key.Scopes), key.ExpiresAt);
        return AdminProblems.OkOr(KeyResponse.OfNullable(await store.UpdateKeyAsync(actor, named.Id!, changes, cancellation), time));
    }

    private static async Task<IResult> RotateAsync(
        AdminActor actor, KeyName named, JsonBody<RotationBody> body, AccountStore store, TimeProvider time, HttpRequest request, CancellationToken cancellation)
    {
        var grace = body.Value.GraceSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultGrace;
        var made = await store.RotateKeyAsync(actor, named.Id!, grace, cancellation);
        return made is null ? AdminProblems.NotFound() : Made(made, request.Path.Value!.Split("/keys/")[0] + "/keys", time);
    }

    private static async Task<IResult> RevokeAsync(AdminActor actor, KeyName named, AccountStore store, TimeProvider time, CancellationToken cancellation) =>
        AdminProblems.OkOr(KeyResponse.OfNullable(await store.RevokeKeyAsync(actor, named.Id!, cancellation), time));

    private static bool CanEndAt(DateTimeOffset? end, TimeProvider time) => end is null || (end > time.GetUtcNow() && end <= time.GetUtcNow() + NewKey.MaxLifetime);

    private static ApiProblem EndIsNotValid => ApiProblem.InvalidParameter(
        "expiresAt", $"must be in the future, at most {NewKey.MaxLifetime.TotalDays} days ahead; a key that is made without it lives for ever");

    private static Created<MadeKeyResponse> Made(CreatedKey made, string keys, TimeProvider time) =>
        TypedResults.Created($"{keys}/{made.Key.PublicId}", new MadeKeyResponse(made.Text, KeyResponse.From(made.Key, time)));
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewKeyBody(
    [property: Description("Whose key.")] long? UserId,
    [property: Description("What it is for.")] string? Name,
    [property: Description("What it opens: read (without it), admin.")] string[]? Scopes,
    [property: Description("False for a test key.")] bool? Live,
    [property: Description("The end of its life; for ever without it.")] DateTimeOffset? ExpiresAt) : IBody
{
    public void Check(BodyErrors errors)
    {
        if (UserId is null) errors.Refuse("userId", "is required");
        errors.CheckText("name", Name, 200, isRequired: true);
        KeyBody.CheckScopes(errors, Scopes);
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record KeyBody(
    [property: Description("A new name.")] string? Name,
    [property: Description("What it opens from now on: read, admin.")] string[]? Scopes,
    [property: Description("A new end of its life.")] DateTimeOffset? ExpiresAt) : IBody
{
    public void Check(BodyErrors errors)
    {
        errors.CheckText("name", Name, 200, isRequired: false);
        CheckScopes(errors, Scopes);
        if (Name is null && Scopes is null && ExpiresAt is null) errors.Refuse("name", "or scopes or expiresAt is required");
    }

    public static void CheckScopes(BodyErrors errors, string[]? scopes)
    {
        if (scopes is not null && (scopes.Length is 0 or > 2 || scopes.Any(scope => !KeyScopes.Names.Contains(scope))))
            errors.Refuse("scopes", $"must name some of {string.Join(", ", KeyScopes.Names)}");
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RotationBody([property: Description("How long the old key goes on; a day without it, 30 days at most.")] int? GraceSeconds) : IBody
{
    private const int MaxGrace = 30 * 24 * 3600;

    public void Check(BodyErrors errors)
    {
        if (GraceSeconds is < 0 or > MaxGrace) errors.Refuse("graceSeconds", $"must be between 0 and {MaxGrace}");
    }
}

internal sealed record KeysResponse(
    [property: Description("The newest first.")] IReadOnlyList<KeyResponse> Keys, [property: Description("Address of the next page; null on the last one.")] string? Next);

internal sealed record MadeKeyResponse(
    [property: Description("The key itself. This is the only time that it is shown.")] string Key, [property: Description("What is on file of it.")] KeyResponse Details);

internal sealed record KeyResponse(
    [property: Description("Its public part.")] string Id,
    [property: Description("What may be shown of it and searched for.")] string Prefix,
    [property: Description("What it is for.")] string Name,
    [property: Description("Its organization.")] long OrganizationId,
    [property: Description("Its user.")] long UserId,
    [property: Description("Its user's tier.")] string Tier,
    [property: Description("What it opens.")] IReadOnlyList<string> Scopes,
    [property: Description("False for a test key.")] bool Live,
    [property: Description("active, ending (beside its successor), expired, revoked, or disabled with its owner.")] string Status,
    [property: Description("When it was made, UTC.")] DateTime CreatedAt,
    [property: Description("The end of its life, UTC; null for none.")] DateTime? ExpiresAt,
    [property: Description("When it was revoked, UTC.")] DateTime? RevokedAt,
    [property: Description("Public part of the key that takes its place.")] string? ReplacedBy,
    [property: Description("When it was last used, UTC, to the minute.")] DateTime? LastUsedAt)
{
    public static KeyResponse From(ApiKey key, TimeProvider time) => new(
        key.PublicId, key.Prefix, key.Name, key.OrganizationId, key.UserId, key.Tier, key.Scopes, key.IsLive, key.StatusAt(time.GetUtcNow()), key.CreatedAt,
        key.ExpiresAt, key.RevokedAt, key.ReplacedBy, key.LastUsedAt);

    public static KeyResponse? OfNullable(ApiKey? key, TimeProvider time) => key is null ? null : From(key, time);
}
