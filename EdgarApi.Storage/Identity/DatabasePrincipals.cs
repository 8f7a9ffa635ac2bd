using Azure.Core;
using Dapper;
using EdgarApi.Storage.Postgres;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EdgarApi.Storage.Identity;

/// <summary>
/// Lets identities into a server that knows no passwords. All of them act as one owner (<c>-c role=…</c> in their connection strings), so
/// that each may change what another has created. Needs a connection of a Microsoft Entra administrator of the server.
/// </summary>
public sealed partial class DatabasePrincipals(
    DatabaseNode primary, TokenCredential credential, ILogger<DatabasePrincipals> logger)
{
    /// <summary>The role that owns the database. Nobody signs in as it.</summary>
    public const string Owner = "edgar";

    /// <summary>The database in which Azure has its function that creates roles.</summary>
    private const string AdministrationDatabase = "postgres";

    /// <summary>Creates the owner, the roles of the identities and the database, each unless it exists.</summary>
    /// <param name="identities">The names of the managed identities.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public async Task EnsureAsync(IReadOnlyList<string> identities, CancellationToken cancellationToken)
    {
        // The owner may not exist yet, so the connection does not act as it.
        var settings = new NpgsqlConnectionStringBuilder(primary.ConnectionString) { Options = null };
        var database = settings.Database ?? Owner;
        settings.Database = AdministrationDatabase;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = "principals" };
        EntraPasswords.Use(builder, credential);
        await using var server = builder.Build();
        var connection = await server.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);

        if (!await ExistsAsync("select 1 from pg_roles where rolname = @Name", Owner).ConfigureAwait(false))
            await ExecuteAsync($"create role {Owner} nologin").ConfigureAwait(false);
        await ExecuteAsync($"grant {Owner} to current_user").ConfigureAwait(false);
        foreach (var identity in identities)
        {
            if (!await ExistsAsync("select 1 from pg_roles where rolname = @Name", identity).ConfigureAwait(false))
            {
                // Not an administrator, and without multi-factor authentication.
                await ExecuteAsync("select pgaadauth_create_principal(@Name, false, false)", identity).ConfigureAwait(false);
                LogCreated(identity);
            }

            await ExecuteAsync($"grant {Owner} to {Quote(identity)}").ConfigureAwait(false);
        }

        if (!await ExistsAsync("select 1 from pg_database where datname = @Name", database).ConfigureAwait(false))
        {
            await ExecuteAsync($"create database {Quote(database)} owner {Owner} encoding 'UTF8' locale 'C' template template0")
                .ConfigureAwait(false);
        }

        async Task<bool> ExistsAsync(string sql, string name) => await connection.ExecuteScalarAsync<int?>(
            new CommandDefinition(sql, new { Name = name }, cancellationToken: cancellationToken)).ConfigureAwait(false) is not null;

        Task<int> ExecuteAsync(string sql, string? name = null) => connection.ExecuteAsync(
            new CommandDefinition(sql, name is null ? null : new { Name = name }, cancellationToken: cancellationToken));
    }

    private static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    [LoggerMessage(LogLevel.Information, "Created the database role of the identity {Identity}")]
    private partial void LogCreated(string identity);
}
