using System.Diagnostics;
using EdgarApi.Accounts;
using EdgarApi.Api.Callers;

namespace EdgarApi.Api.Admin;

/// <summary>Who administers, and what he reaches: an operator everything, anybody else his own organization.</summary>
internal sealed class AdminActor(Actor actor)
{
    public Actor Value => actor;

    public long? Reach => actor.Reach;

    public static implicit operator Actor(AdminActor admin) => admin.Value;

    public static ValueTask<AdminActor?> BindAsync(HttpContext context)
    {
        var caller = RequestAccount.From(context)?.Caller ?? throw new InvalidOperationException("Only authorized requests come here.");
        var name = caller.KeyId is { } key ? $"key {key}" : caller.Bucket;
        var reach = caller.Scopes.HasFlag(KeyScope.Operate) ? null : caller.OrganizationId;
        return ValueTask.FromResult<AdminActor?>(new AdminActor(new Actor(name, caller.KeyId, Activity.Current?.TraceId.ToHexString(), reach)));
    }
}
