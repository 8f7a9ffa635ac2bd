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
        admin.MapMethods("/users", HttpVerbs.Read, ListAsync).WithName("listUsers").WithSummary("List users")
            .WithDescription("Ordered by id.").Produces<UsersResponse>();
        admin.MapMethods("/users/{id}", HttpVerbs.Read, FindAsync).WithName("getUser").WithSummary("Get a user")
            .WithDescription("A user by their id.").Produces<UserResponse>();
        admin.MapPost("/users", CreateAsync).WithName("createUser").WithSummary("Create a user")
            .WithDescription("In the caller's own organization. An operator must name the organization.")
            .Produces<UserResponse>(StatusCodes.Status201Created);
        admin.MapPatch("/users/{id}", UpdateAsync).WithName("updateUser").WithSummary("Update a user")
            .WithDescription(
                "A new tier or disabling the user affects all of the user's keys immediately. Only operators can change tiers.")
            .Produces<UserResponse>();
    }

    private static async Task<UsersResponse> ListAsync(
        AdminActor actor, Query<UsersQuery> query, AccountStore store, HttpRequest request, CancellationToken cancellation)
    {
        var (page, organization) = (query.Value.Page, query.Value.Organization);
        var found = await store.ListUsersAsync(actor.Reach, organization, page.From ?? 0, page.Limit, cancellation);
        return new([.. found.Select(UserResponse.From)], Pages.Next(request, found, page.Limit, item => item.Id));
    }

    private static async Task<IResult> FindAsync(AdminActor actor, RowId row, AccountStore store, CancellationToken cancellation) =>
        AdminProblems.OkOrNotFound(UserResponse.FromNullable(await store.FindUserAsync(actor.Reach, row.Value, cancellation)));

    private static async Task<IResult> CreateAsync(
        AdminActor actor, JsonBody<NewUserBody> body, AccountStore store, HttpRequest request, CancellationToken cancellation)
    {
        var user = body.Value;
        if ((user.OrganizationId ?? actor.Reach) is not { } organization)
            return ApiProblem.InvalidParameter("organizationId", "is required");
        if (actor.Reach is not null && user.Tier is not (null or "basic")) return TierIsReserved;
        var created = await store.CreateUserAsync(
            actor, new NewUser(organization, user.Name!.Trim(), user.Tier ?? "basic", user.Email), cancellation);
        return created is null
            ? AdminProblems.NotFound($"No organization has the id {organization}.")
            : TypedResults.Created($"{request.Path}/{created.Id}", UserResponse.From(created));
    }

    private static async Task<IResult> UpdateAsync(
        AdminActor actor, RowId row, JsonBody<UserBody> body, AccountStore store, CancellationToken cancellation)
    {
        var user = body.Value;
        if (actor.Reach is not null && user.Tier is not null) return TierIsReserved;
        var changes = new UserChanges(user.Name?.Trim(), user.Email, user.Tier, user.IsActive);
        return AdminProblems.OkOrNotFound(
            UserResponse.FromNullable(await store.UpdateUserAsync(actor, row.Value, changes, cancellation)));
    }

    /// <summary>Customers must not upgrade themselves to a paid tier.</summary>
    private static ApiProblem TierIsReserved =>
        ApiProblem.Create(ProblemKinds.Forbidden, "Only operators can assign tiers; new users have the tier basic.");
}

internal sealed record UsersQuery(PageQuery Page, long? Organization) : IQuery<UsersQuery>
{
    public static readonly QueryParameter<long?> OrganizationParameter =
        PageQuery.Id("organization", "Only results of this organization.");

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [OrganizationParameter, .. PageQuery.Parameters];

    public string Canonical => $"{Organization}:{Page.Canonical}";

    public static UsersQuery Read(QueryReader reader) => new(PageQuery.Read(reader), reader.Get(OrganizationParameter));
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewUserBody(
    [property: Description("Id of the organization. Defaults to the caller's own.")] long? OrganizationId,
    [property: Description("Name. Required.")] string? Name,
    [property: Description("Unique email address.")] string? Email,
    [property: Description("basic, pro or enterprise. Defaults to basic.")] string? Tier) : IBody
{
    public void Check(BodyErrors errors)
    {
        errors.CheckText("name", Name, 200, isRequired: true);
        UserBody.CheckCommon(errors, Email, Tier);
    }
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record UserBody(
    [property: Description("New name.")] string? Name,
    [property: Description("New email address.")] string? Email,
    [property: Description("New tier: basic, pro or enterprise.")] string? Tier,
    [property: Description("False disables the user and their keys.")] bool? IsActive) : IBody
{
    private static readonly string[] Tiers = [.. new TierCatalog().UserTiers.Select(tier => tier.Name)];

    public void Check(BodyErrors errors)
    {
        errors.CheckText("name", Name, 200, isRequired: false);
        CheckCommon(errors, Email, Tier);
        if (Name is null && Email is null && Tier is null && IsActive is null)
            errors.Add("name", "or email, tier or isActive is required");
    }

    public static void CheckCommon(BodyErrors errors, string? email, string? tier)
    {
        errors.CheckText("email", email, 320, isRequired: false);
        if (email?.Contains('@', StringComparison.Ordinal) == false)
            errors.Add("email", "must be an email address, for example jane@example.com");
        if (tier is not null && !Tiers.Contains(tier)) errors.Add("tier", $"must be one of {string.Join(", ", Tiers)}");
    }
}

internal sealed record UsersResponse(
    [property: Description("Ordered by id.")] IReadOnlyList<UserResponse> Users,
    [property: Description("URL of the next page; null on the last page.")] string? Next);

internal sealed record UserResponse(
    [property: Description("User id.")] long Id,
    [property: Description("Id of the organization.")] long OrganizationId,
    [property: Description("Name.")] string Name,
    [property: Description("Email address; null if unknown.")] string? Email,
    [property: Description("Tier, which determines the user's limits.")] string Tier,
    [property: Description("False if the user and their keys are disabled.")] bool IsActive,
    [property: Description("Creation time, UTC.")] DateTime CreatedAt,
    [property: Description("Time of the last change, UTC.")] DateTime UpdatedAt)
{
    public static UserResponse From(User user) => new(
        user.Id, user.OrganizationId, user.Name, user.Email, user.Tier, user.IsActive, user.CreatedAt, user.UpdatedAt);

    public static UserResponse? FromNullable(User? user) => user is null ? null : From(user);
}
