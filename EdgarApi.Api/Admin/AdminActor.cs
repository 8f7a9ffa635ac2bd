using EdgarApi.Accounts;
using EdgarApi.Api.Callers;
using EdgarApi.ServiceDefaults.Telemetry;

namespace EdgarApi.Api.Admin;

/// <summary>The caller of an admin endpoint. An operator can reach all organizations, other admins only their own.</summary>
internal sealed class AdminActor(Actor actor)
{
    public Actor Value => actor;

    public long? Reach => actor.Reach;

    public static implicit operator Actor(AdminActor admin) => admin.Value;

    public static ValueTask<AdminActor?> BindAsync(HttpContext context)
    {
        var caller = RequestInfo.From(context)?.Caller
            ?? throw new InvalidOperationException("The endpoint requires authorization.");
        var name = caller.KeyId is { } key ? $"key {key}" : caller.Bucket;
        var reach = caller.Scopes.HasFlag(KeyScope.Operate) ? null : caller.OrganizationId;
        var actor = new Actor(name, caller.KeyId, context.GetTraceId(), reach);
        return ValueTask.FromResult<AdminActor?>(new AdminActor(actor));
    }
}
