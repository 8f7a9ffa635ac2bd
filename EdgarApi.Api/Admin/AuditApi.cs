using System.ComponentModel;
using System.Text.Json;
using EdgarApi.Accounts;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Admin;

internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder admin) => admin.MapMethods("/audit", HttpVerbs.Read, ListAsync)
        .WithName("listAdminActions").WithSummary("List the audit trail")
        .WithDescription("Who changed what, newest first. Each entry is written in the transaction of the change itself.")
        .Produces<AuditResponse>();

    private static async Task<AuditResponse> ListAsync(
        AdminActor actor, Query<PageQuery> query, AccountStore store, HttpRequest request, CancellationToken cancellation)
    {
        var page = query.Value;
        var found = await store.ListActionsAsync(actor.Reach, page.From, page.Limit, cancellation);
        return new([.. found.Select(AdminActionResponse.From)], Pages.Next(request, found, page.Limit, item => item.Id));
    }
}

internal sealed record AuditResponse(
    [property: Description("Newest first.")] IReadOnlyList<AdminActionResponse> Actions,
    [property: Description("URL of the next page; null on the last page.")] string? Next);

internal sealed record AdminActionResponse(
    [property: Description("Entry id.")] long Id,
    [property: Description("Time of the action, UTC.")] DateTime At,
    [property: Description("Who performed the action.")] string Actor,
    [property: Description("The action, for example key.revoke.")] string Action,
    [property: Description("What the action changed.")] string Target,
    [property: Description("The organization that the action concerns; null for operation actions.")] long? OrganizationId,
    [property: Description("Details of the action.")] JsonElement Detail,
    [property: Description("Identifies the request in logs and traces.")] string? TraceId)
{
    public static AdminActionResponse From(AdminAction action) => new(
        action.Id, action.At, action.Actor, action.Action, action.Target, action.OrganizationId,
        JsonSerializer.Deserialize(action.Detail, AdminJson.Default.JsonElement),
        action.TraceId);
}
