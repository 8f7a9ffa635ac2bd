using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Npgsql;

namespace EdgarApi.Storage.Datasets;

/// <summary>Reads from the replicas for reads of many companies.</summary>
internal sealed class ReplicaExport(IReadRouter router) : IExportDatabase
{
    public Task<T> ReadAsync<T>(
        long version, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        router.ReadAsync(ReadRole.Analytics, Freshness.AtLeast(version), read, cancellationToken);
}

/// <summary>Reads from one database.</summary>
/// <param name="source">The database.</param>
public sealed class DirectExport(NpgsqlDataSource source) : IExportDatabase
{
    /// <inheritdoc />
    public async Task<T> ReadAsync<T>(
        long version, Func<NpgsqlConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        DataSourceExtensions.ConfigureMapping();
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await read(connection, cancellationToken).ConfigureAwait(false);
    }
}
