using Azure.Core;
using Npgsql;

namespace EdgarApi.Storage.Identity;

/// <summary>
/// Signs in to Postgres with tokens of Microsoft Entra instead of a password
/// (https://learn.microsoft.com/azure/postgresql/flexible-server/security-entra-concepts).
/// </summary>
internal static class EntraPasswords
{
    private static readonly TokenRequestContext Request = new(["https://ossrdbms-aad.database.windows.net/.default"]);

    /// <summary>
    /// The credential returns a cached token until it has five minutes left. Asking more often than that, a pool never has an expired one.
    /// Open connections outlive their token.
    /// </summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(2);

    /// <summary>While the token service is unavailable.</summary>
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    /// <summary>Makes a data source use the tokens of a credential.</summary>
    public static void Use(NpgsqlDataSourceBuilder source, TokenCredential credential) => Use(source, credential, RefreshInterval);

    /// <inheritdoc cref="Use(NpgsqlDataSourceBuilder, TokenCredential)"/>
    internal static void Use(NpgsqlDataSourceBuilder source, TokenCredential credential, TimeSpan refreshInterval) =>
        source.UsePeriodicPasswordProvider(
            async (_, cancellationToken) => (await credential.GetTokenAsync(Request, cancellationToken).ConfigureAwait(false)).Token,
            refreshInterval, RetryInterval);
}
