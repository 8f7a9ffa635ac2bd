using System.ComponentModel;
using System.Text.Json.Serialization;
using EdgarApi.Accounts;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Admin;

internal static class OrganizationsApi
{
    public static void MapOrganizations(this IEndpointRouteBuilder admin, IEndpointRouteBuilder operation)
    {
        admin.MapMethods("/organizations", HttpVerbs.Read, ListAsync).WithName("listOrganizations").WithSummary("List organizations")
            .WithDescription("Ordered by id. Operators see all organizations, other admins their own.").Produces<OrganizationsResponse>();
        admin.MapMethods("/organizations/{id}", HttpVerbs.Read, FindAsync).WithName("getOrganization").WithSummary("Get an organization")
            .WithDescription("An organization by its id.").Produces<OrganizationResponse>();
        operation.MapPost("/organizations", CreateAsync).WithName("createOrganization").WithSummary("Create an organization")
            .WithDescription("Operators only.").Produces<OrganizationResponse>(StatusCodes.Status201Created);
        operation.MapPatch("/organizations/{id}", UpdateAsync).WithName("updateOrganization").WithSummary("Update an organization")
            .WithDescription("Operators only. Disabling an organization disables its keys.").Produces<OrganizationResponse>();
    }

    private static async Task<OrganizationsResponse> ListAsync(
        AdminActor actor, Query<PageQuery> query, AccountStore store, HttpRequest request, CancellationToken cancellation)
    {
        var page = query.Value;
        var found = await store.ListOrganizationsAsync(actor.Reach, page.From ?? 0, page.Limit, cancellation);
        return new([.. found.Select(OrganizationResponse.From)], Pages.Next(request, found, page.Limit, item => item.Id));
    }

    private static async Task<IResult> FindAsync(AdminActor actor, RowId row, AccountStore store, CancellationToken cancellation) =>
        AdminProblems.OkOrNotFound(
            OrganizationResponse.FromNullable(await store.FindOrganizationAsync(actor.Reach, row.Value, cancellation)));

    private static async Task<IResult> CreateAsync(
        AdminActor actor, JsonBody<NewOrganizationBody> body, AccountStore store, HttpRequest request, CancellationToken cancellation)
    {
        var created = await store.CreateOrganizationAsync(actor, body.Value.Name!.Trim(), isOperator: false, cancellation);
        return TypedResults.Created($"{request.Path}/{created.Id}", OrganizationResponse.From(created));
    }

    private static async Task<IResult> UpdateAsync(
        AdminActor actor, RowId row, JsonBody<OrganizationBody> body, AccountStore store, CancellationToken cancellation) =>
        AdminProblems.OkOrNotFound(OrganizationResponse.FromNullable(
            await store.UpdateOrganizationAsync(
                actor, row.Value, new OrganizationChanges(body.Value.Name?.Trim(), body.Value.IsActive), cancellation)));
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NewOrganizationBody([property: Description("Unique name. Required.")] string? Name) : IBody
{
    public void Check(BodyErrors errors) => errors.CheckText("name", Name, 200, isRequired: true);
}

[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record OrganizationBody(
    [property: Description("New name.")] string? Name,
    [property: Description("False disables the organization and its keys.")] bool? IsActive) : IBody
{
    public void Check(BodyErrors errors)
    {
        errors.CheckText("name", Name, 200, isRequired: false);
        if (Name is null && IsActive is null) errors.Add("name", "or isActive is required");
    }
}

internal sealed record OrganizationsResponse(
    [property: Description("Ordered by id.")] IReadOnlyList<OrganizationResponse> Organizations,
    [property: Description("URL of the next page; null on the last page.")] string? Next);

internal sealed record OrganizationResponse(
    [property: Description("Organization id.")] long Id,
    [property: Description("Name.")] string Name,
    [property: Description("Whether the organization operates this installation. Its admin keys can administer everything.")]
    bool IsOperator,
    [property: Description("False if the organization and its keys are disabled.")] bool IsActive,
    [property: Description("Creation time, UTC.")] DateTime CreatedAt,
    [property: Description("Time of the last change, UTC.")] DateTime UpdatedAt)
{
    public static OrganizationResponse From(Organization organization) => new(
        organization.Id, organization.Name, organization.IsOperator, organization.IsActive, organization.CreatedAt, organization.UpdatedAt);

    public static OrganizationResponse? FromNullable(Organization? organization) => organization is null ? null : From(organization);
}
