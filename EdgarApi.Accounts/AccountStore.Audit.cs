namespace EdgarApi.Accounts;

public sealed partial class AccountStore
{
    /// <summary>The audit trail, the newest first, a page at a time.</summary>
    /// <param name="reach">The one organization to see; null for all.</param>
    /// <param name="before">Id of the last one that is known already; null for the first page.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public Task<IReadOnlyList<AdminAction>> ListActionsAsync(long? reach, long? before, int limit, CancellationToken cancellationToken) => ListAsync<AdminAction>(
        """
        select id as Id, at as At, actor as Actor, actor_key_id as ActorKeyId, action as Action, target as Target, organization_id as OrganizationId,
            detail as Detail, trace_id as TraceId
        from admin_actions
        where (@Before is null or id < @Before) and (@Reach is null or organization_id = @Reach) order by id desc limit @Limit
        """,
        new { Before = before, Reach = reach, Limit = limit }, cancellationToken);
}
