using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Accounts;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Admin;

internal static class OrganizationsApi
{
    public static void Map(IEndpointRouteBuilder admin, IEndpointRouteBuilder operation)
    {
        admin.MapRead("/organizations", ListAsync).WithName("listOrganizations").WithSummary("Organizations")
            .WithDescription("By id. An operator sees all, anybody else his own.").Produces<OrganizationsResponse>();
        admin.MapRead("/organizations/{id}", FindAsync).WithName("getOrganization").WithSummary("An organization")
            .WithDescription("One organization.").Produces<OrganizationResponse>();
        operation.MapPost("/organizations", CreateAsync).WithName("createOrganization").WithSummary("Make an organization")
            .WithDescription("Operators only.").Produces<OrganizationResponse>(StatusCodes.Status201Created);
        operation.MapPatch("/organizations/{id}", UpdateAsync).WithName("updateOrganization").WithSummary("Change an organization")
            .WithDescription("Operators only. A disabled organization's keys open nothing.").Produces<OrganizationResponse>();
    }

    private static async Task<OrganizationsResponse> ListAsync(AdminActor actor, Query<PageQuery> query, AccountStore store, HttpRequest request, CancellationToken cancellation)
    {
        var page = query.Value;
        var found = await store.ListOrganizationsAsync(actor.Reach, page.From ?? 0, page.Limit, cancellation);
        return new([.. found.Select(OrganizationResponse.From)], Pages.Next(request, found, page.Limit, item => item.Id));
    }

    private static async Task<IResult> FindAsync(AdminActor actor, RowId row, AccountStore store, CancellationToken cancellation) =>
        AdminProblems.OkOr(OrganizationResponse.OfNullable(await store.FindOrganizationAsync(actor.Reach, row.Value, cancellation)));

    private static async Task<IResult> CreateAsync(AdminActor actor, JsonBody<NewOrganizationBody> body, AccountStore store, HttpRequest request, CancellationToken cancellation)
    {
        var made = await store.CreateOrganizationAsync(actor, body.Value.Name!.Trim(), isOperator: false, cancellation);
        return TypedResults.Created($"{request.Path}/{made.Id}", OrganizationResponse.From(made));
    }

    private static async Task<IResult> UpdateAsync(AdminActor actor, RowId row, JsonBody<OrganizationBody> body, AccountStore store, CancellationToken cancellation) =>
        AdminProblems.OkOr(OrganizationResponse.OfNullable(
            await store.UpdateOrganizationAsync(actor, row.Value, new OrganizationChanges(body.Value.Name?.Trim(), body.Value.IsActive), cancellation)));
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewOrganizationBody([property: Description("Its name, unlike every other's.")] string? Name) : IBody
{
    public void Check(BodyErrors errors) => errors.CheckText("name", Name, 200, isRequired: true);
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record OrganizationBody(
    [property: Description("A new name.")] string? Name, [property: Description("Whether its keys open anything.")] bool? IsActive) : IBody
{
    public void Check(BodyErrors errors)
    {
        errors.CheckText("name", Name, 200, isRequired: false);
        if (Name is null && IsActive is null) errors.Refuse("name", "or isActive is required");
    }
}

internal sealed record OrganizationsResponse(
    [property: Description("By id.")] IReadOnlyList<OrganizationResponse> Organizations, [property: Description("Address of the next page; null on the last one.")] string? Next);

internal sealed record OrganizationResponse(
    [property: Description("Its number.")] long Id,
    [property: Description("Its name.")] string Name,
    [property: Description("Whether it runs this installation: its admin keys administer everything.")] bool IsOperator,
    [property: Description("Whether its keys open anything.")] bool IsActive,
    [property: Description("When it was made, UTC.")] DateTime CreatedAt,
    [property: Description("When it was last changed, UTC.")] DateTime UpdatedAt)
{
    public static OrganizationResponse From(Organization organization) => new(
        organization.Id, organization.Name, organization.IsOperator, organization.IsActive, organization.CreatedAt, organization.UpdatedAt);

    public static OrganizationResponse? OfNullable(Organization? organization) => organization is null ? null : From(organization);
}
