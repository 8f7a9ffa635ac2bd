using System.ComponentModel;
using System.Text.Json;
using EdgarApi.Accounts;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Admin;

internal static class AuditApi
{
    public static void MapAudit(this IEndpointRouteBuilder admin) => admin.MapRead("/audit", ListAsync).WithName("listAdminActions").WithSummary("The audit trail")
        .WithDescription("What was administered by whom, the newest first. It is written in the transaction of the action itself.").Produces<AuditResponse>();

    private static async Task<AuditResponse> ListAsync(AdminActor actor, Query<PageQuery> query, AccountStore store, HttpRequest request, CancellationToken cancellation)
    {
        var page = query.Value;
        var found = await store.ListActionsAsync(actor.Reach, page.From, page.Limit, cancellation);
        return new([.. found.Select(AdminActionResponse.From)], Pages.Next(request, found, page.Limit, item => item.Id));
    }
}

internal sealed record AuditResponse(
    [property: Description("The newest first.")] IReadOnlyList<AdminActionResponse> Actions, [property: Description("Address of the next page; null on the last one.")] string? Next);

internal sealed record AdminActionResponse(
    [property: Description("Its number.")] long Id,
    [property: Description("When it was done, UTC.")] DateTime At,
    [property: Description("Who did it.")] string Actor,
    [property: Description("What was done, as in key.revoke.")] string Action,
    [property: Description("To what.")] string Target,
    [property: Description("The organization that it concerns; null for the operation.")] long? OrganizationId,
    [property: Description("With what.")] JsonElement Detail,
    [property: Description("Identifies the request in the logs and traces.")] string? TraceId)
{
    public static AdminActionResponse From(AdminAction action) => new(
        action.Id, action.At, action.Actor, action.Action, action.Target, action.OrganizationId, JsonSerializer.Deserialize(action.Detail, AdminJson.Default.JsonElement),
        action.TraceId);
}
