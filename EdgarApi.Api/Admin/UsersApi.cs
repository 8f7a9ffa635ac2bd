using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Accounts;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Admin;

internal static class UsersApi
{
    public static void MapUsers(this IEndpointRouteBuilder admin)
    {
        admin.MapRead("/users", ListAsync).WithName("listUsers").WithSummary("Users").WithDescription("By id.").Produces<UsersResponse>();
        admin.MapRead("/users/{id}", FindAsync).WithName("getUser").WithSummary("A user").WithDescription("One user.").Produces<UserResponse>();
        admin.MapPost("/users", CreateAsync).WithName("createUser").WithSummary("Make a user")
            .WithDescription("In the caller's own organization; an operator says in which.").Produces<UserResponse>(StatusCodes.Status201Created);
        admin.MapPatch("/users/{id}", UpdateAsync).WithName("updateUser").WithSummary("Change a user")
            .WithDescription("Another tier, or its end, counts for all of the user's keys at once. Tiers are for operators to give.").Produces<UserResponse>();
    }

    private static async Task<UsersResponse> ListAsync(AdminActor actor, Query<UsersQuery> query, AccountStore store, HttpRequest request, CancellationToken cancellation)
    {
        var (page, organization) = (query.Value.Page, query.Value.Organization);
        var found = await store.ListUsersAsync(actor.Reach, organization, page.From ?? 0, page.Limit, cancellation);
        return new([.. found.Select(UserResponse.From)], Pages.Next(request, found, page.Limit, item => item.Id));
    }

    private static async Task<IResult> FindAsync(AdminActor actor, RowId row, AccountStore store, CancellationToken cancellation) =>
        AdminProblems.OkOr(UserResponse.OfNullable(await store.FindUserAsync(actor.Reach, row.Value, cancellation)));

    private static async Task<IResult> CreateAsync(AdminActor actor, JsonBody<NewUserBody> body, AccountStore store, HttpRequest request, CancellationToken cancellation)
    {
        var user = body.Value;
        if ((user.OrganizationId ?? actor.Reach) is not { } organization) return ApiProblem.InvalidParameter("organizationId", "is required");
        if (actor.Reach is not null && user.Tier is not (null or "basic")) return TierIsNotHis;
        var made = await store.CreateUserAsync(actor, new NewUser(organization, user.Name!.Trim(), user.Tier ?? "basic", user.Email), cancellation);
        return made is null ? AdminProblems.NotFound($"There is no organization {organization}.") : TypedResults.Created($"{request.Path}/{made.Id}", UserResponse.From(made));
    }

    private static async Task<IResult> UpdateAsync(AdminActor actor, RowId row, JsonBody<UserBody> body, AccountStore store, CancellationToken cancellation)
    {
        var user = body.Value;
        if (actor.Reach is not null && user.Tier is not null) return TierIsNotHis;
        var changes = new UserChanges(user.Name?.Trim(), user.Email, user.Tier, user.IsActive);
        return AdminProblems.OkOr(UserResponse.OfNullable(await store.UpdateUserAsync(actor, row.Value, changes, cancellation)));
    }

    /// <summary>A customer does not give himself what he would have to pay for.</summary>
    private static ApiProblem TierIsNotHis => ApiProblem.Create(ProblemKinds.Forbidden, "Only an operator gives tiers; users start as basic.");
}

internal sealed record UsersQuery(PageQuery Page, long? Organization) : IQuery<UsersQuery>
{
    public static readonly QueryParameter<long?> OrganizationParameter = PageQuery.Id("organization", "Of one organization only.");

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [OrganizationParameter, .. PageQuery.Parameters];

    public string Canonical => $"{Organization}:{Page.Canonical}";

    public static UsersQuery Read(QueryReader reader) => new(PageQuery.Read(reader), reader.Get(OrganizationParameter));
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewUserBody(
    [property: Description("Its organization; the caller's own without it.")] long? OrganizationId,
    [property: Description("Its name.")] string? Name,
    [property: Description("Its address, unlike every other's.")] string? Email,
    [property: Description("basic (without it), pro or enterprise.")] string? Tier) : IBody
{
    public void Check(BodyErrors errors)
    {
        errors.CheckText("name", Name, 200, isRequired: true);
        UserBody.CheckCommon(errors, Email, Tier);
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record UserBody(
    [property: Description("A new name.")] string? Name,
    [property: Description("A new address.")] string? Email,
    [property: Description("A new tier: basic, pro or enterprise.")] string? Tier,
    [property: Description("Whether its keys open anything.")] bool? IsActive) : IBody
{
    private static readonly string[] Tiers = [.. new TierCatalog().UserTiers.Select(tier => tier.Name)];

    public void Check(BodyErrors errors)
    {
        errors.CheckText("name", Name, 200, isRequired: false);
        CheckCommon(errors, Email, Tier);
        if (Name is null && Email is null && Tier is null && IsActive is null) errors.Refuse("name", "or email, tier or isActive is required");
    }

    public static void CheckCommon(BodyErrors errors, string? email, string? tier)
    {
        errors.CheckText("email", email, 320, isRequired: false);
        if (email?.Contains('@', StringComparison.Ordinal) == false) errors.Refuse("email", "must be an address as jane@example.com");
        if (tier is not null && !Tiers.Contains(tier)) errors.Refuse("tier", $"must be one of {string.Join(", ", Tiers)}");
    }
}

internal sealed record UsersResponse(
    [property: Description("By id.")] IReadOnlyList<UserResponse> Users, [property: Description("Address of the next page; null on the last one.")] string? Next);

internal sealed record UserResponse(
    [property: Description("Its number.")] long Id,
    [property: Description("Its organization.")] long OrganizationId,
    [property: Description("Its name.")] string Name,
    [property: Description("Its address; null where none is known.")] string? Email,
    [property: Description("What it may ask.")] string Tier,
    [property: Description("Whether its keys open anything.")] bool IsActive,
    [property: Description("When it was made, UTC.")] DateTime CreatedAt,
    [property: Description("When it was last changed, UTC.")] DateTime UpdatedAt)
{
    public static UserResponse From(User user) => new(user.Id, user.OrganizationId, user.Name, user.Email, user.Tier, user.IsActive, user.CreatedAt, user.UpdatedAt);

    public static UserResponse? OfNullable(User? user) => user is null ? null : From(user);
}
