using System.Text.Json;
using Dapper;
using Npgsql;

namespace EdgarApi.Accounts;

/// <summary>One change to accounts, within its transaction: what it does, what the audit trail says of it, and whose keys it concerns.</summary>
internal sealed class AccountChange(NpgsqlConnection connection, Actor actor, CancellationToken cancellationToken)
{
    // Held from drawing a revision to the commit, so that revisions become visible in their order and a poll for later ones misses none.
    public const long Lock = 0x65646b657973;

    private readonly List<string> keys = [];

    /// <summary>Public ids of the keys that open something else from now on.</summary>
    public IReadOnlyList<string> Keys => keys;

    public Actor Actor => actor;

    public Task LockAsync() => connection.ExecuteAsync(Command("select pg_advisory_xact_lock(@Lock)", new { Lock }));

    public async Task<T?> FindAsync<T>(string sql, object parameters) where T : class =>
        await connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters)).ConfigureAwait(false);

    public Task<T> GetAsync<T>(string sql, object parameters) => connection.QuerySingleAsync<T>(Command(sql, parameters));

    public Task<int> ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(Command(sql, parameters));

    /// <summary>Draws new revisions for keys, by a condition on them, so that every process reads them anew.</summary>
    public async Task TouchKeysAsync(string condition, object parameters) => keys.AddRange(await connection.QueryAsync<string>(Command(
        $"update api_keys set revision = nextval('data_version') where {condition} returning public_id", parameters)).ConfigureAwait(false));

    /// <summary>Notes what is done, for the audit trail.</summary>
    public Task NoteAsync(string action, string target, long? organization, object detail) => connection.ExecuteAsync(Command(
        """
        insert into admin_actions (actor_key_id, actor, action, target, organization_id, detail, trace_id)
        values (@KeyId, @Name, @Action, @Target, @Organization, @Detail::jsonb, @TraceId)
        """,
        new
        {
            actor.KeyId, actor.Name, Action = action, Target = target, Organization = organization,
            Detail = JsonSerializer.Serialize(detail, JsonSerializerOptions.Web), actor.TraceId,
        }));

    private CommandDefinition Command(string sql, object parameters) => new(sql, parameters, cancellationToken: cancellationToken);
}
