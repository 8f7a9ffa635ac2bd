using EdgarApi.Storage.Postgres;

namespace EdgarApi.Accounts;

public sealed partial class AccountStore
{
    /// <summary>Returns a page of the audit trail, newest first.</summary>
    /// <param name="reach">The only organization to include; null for all.</param>
    /// <param name="before">Id of the last row of the previous page; null for the first page.</param>
    /// <param name="limit">Maximum number of rows.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<IReadOnlyList<AdminAction>> ListActionsAsync(long? reach, long? before, int limit, CancellationToken cancellationToken) =>
        _primary.QueryAsync<AdminAction>(
            """
            select id, at, actor, actor_key_id, action, target, organization_id, detail, trace_id from admin_actions
            where (@Before is null or id < @Before) and (@Reach is null or organization_id = @Reach) order by id desc limit @Limit
            """,
            new { Before = before, Reach = reach, Limit = limit }, cancellationToken);
}
