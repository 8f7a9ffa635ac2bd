namespace EdgarApi.Accounts;

public sealed partial class AccountStore
{
    /// <summary>Returns a page of the audit trail, newest first.</summary>
    /// <param name="reach">The only organization to include; null for all.</param>
    /// <param name="before">Id of the last row of the previous page; null for the first page.</param>
    /// <param name="limit">Maximum number of rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<AdminAction>> ListActionsAsync(long? reach, long? before, int limit, CancellationToken cancellationToken) =>
        ListAsync<AdminAction>(
            """
            select id as Id, at as At, actor as Actor, actor_key_id as ActorKeyId, action as Action, target as Target,
                organization_id as OrganizationId, detail as Detail, trace_id as TraceId
            from admin_actions
            where (@Before is null or id < @Before) and (@Reach is null or organization_id = @Reach) order by id desc limit @Limit
            """,
            new { Before = before, Reach = reach, Limit = limit }, cancellationToken);
}
