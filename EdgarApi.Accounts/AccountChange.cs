using System.Text.Json;
using Dapper;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Accounts;

/// <summary>One transaction that changes accounts: runs its SQL, writes the audit trail and collects the affected keys.</summary>
internal sealed class AccountChange(NpgsqlConnection connection, Actor actor, CancellationToken cancellationToken)
{
    // Held from drawing a revision until the commit. Revisions therefore become visible in order, and polling for later ones misses none.
    public const long Lock = 0x65646b657973;

    private readonly List<string> _keys = [];

    /// <summary>Public ids of the keys whose rights changed.</summary>
    public IReadOnlyList<string> Keys => _keys;

    public Actor Actor => actor;

    public Task LockAsync() => connection.ExecuteAsync(Command("select pg_advisory_xact_lock(@Lock)", new { Lock }));

    public async Task<T?> FindAsync<T>(string sql, object parameters) where T : class =>
        await connection.ReadSingleOrDefaultAsync<T>(Command(sql, parameters)).ConfigureAwait(false);

    public Task<T> GetAsync<T>(string sql, object parameters) => connection.ReadSingleAsync<T>(Command(sql, parameters));

    public Task<int> ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(Command(sql, parameters));

    /// <summary>Assigns new revisions to the keys that match an SQL condition, so that every process reads them again.</summary>
    public async Task TouchKeysAsync(string condition, object parameters) => _keys.AddRange(await connection.ReadRowsAsync<string>(Command(
        $"update api_keys set revision = nextval('data_version') where {condition} returning public_id", parameters))
            .ConfigureAwait(false));

    /// <summary>Writes a row of the audit trail.</summary>
    public Task AuditAsync(string action, string target, long? organization, object detail) => connection.ExecuteAsync(Command(
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
