using Dapper;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;

namespace EdgarApi.Storage.Companies;

/// <summary>Reads of companies in exactly the revision of their entries.</summary>
internal static class CompanyReads
{
    /// <summary>Negative if the node is behind, 0 if it has the wanted revisions, otherwise the newest of its newer ones.</summary>
    private const string Compare = """
        select case when count(*) filter (where known.revision >= wanted.revision) < count(*) then -1
            else coalesce(max(known.revision) filter (where known.revision > wanted.revision), 0) end
        from unnest(@EntryCiks, @EntryRevisions) as wanted (cik, revision) left join companies known on known.cik = wanted.cik;
        """;

    /// <summary>
    /// Runs statements on the first node that has the revisions of the entries. Each statement sees what is committed when it begins, so
    /// revisions are compared before and after them, in one round trip.
    /// </summary>
    /// <param name="router">Selects the node.</param>
    /// <param name="role">The purpose of the read.</param>
    /// <param name="companies">The entries.</param>
    /// <param name="sql">The statements, each followed by a semicolon.</param>
    /// <param name="parameters">Their parameters.</param>
    /// <param name="read">Reads the result of every statement.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="DatabaseUnavailableException">No node responds, or none is recent enough.</exception>
    /// <exception cref="NewerDataException">The node has a newer revision of a company.</exception>
    public static Task<T> ReadAsync<T>(
        this IReadRouter router, ReadRole role, IReadOnlyCollection<CompanyEntry> companies, string sql, object parameters,
        Func<ResultReader, Task<T>> read, CancellationToken cancellationToken)
    {
        var values = new DynamicParameters(parameters);
        values.Add("EntryCiks", companies.Select(company => company.Cik.Value).ToArray());
        values.Add("EntryRevisions", companies.Select(company => company.Revision).ToArray());
        return router.ReadAsync<T>(
            role,
            async (connection, token) =>
            {
                var command = new CommandDefinition($"{Compare}\n{sql}\n{Compare}", values, cancellationToken: token);
                var results = await ResultReader.OpenAsync(connection, command).ConfigureAwait(false);
                await using var _ = results.ConfigureAwait(false);
                if (!await IsCurrentAsync(results).ConfigureAwait(false)) return null;
                var value = await read(results).ConfigureAwait(false);
                return await IsCurrentAsync(results).ConfigureAwait(false) ? new FreshRead<T>(value) : null;
            },
            cancellationToken);
    }

    /// <summary>Whether the node is recent enough.</summary>
    /// <exception cref="NewerDataException">The node has a newer revision.</exception>
    private static async Task<bool> IsCurrentAsync(ResultReader results) =>
        await results.ReadSingleAsync<long>().ConfigureAwait(false) switch
        {
            < 0 => false,
            0 => true,
            var newer => throw new NewerDataException(newer),
        };
}
