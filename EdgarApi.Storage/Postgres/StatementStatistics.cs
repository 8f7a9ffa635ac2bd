using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>
/// What a server's <c>pg_stat_statements</c> says about the statements of its database. Each server has its own: reads run on replicas.
/// </summary>
/// <param name="Since">When the statistics were reset; null if never.</param>
/// <param name="Milliseconds">Execution time of all statements.</param>
/// <param name="Top">The statements that took the most time in total.</param>
public sealed record StatementStatistics(DateTime? Since, double Milliseconds, IReadOnlyList<StatementRow> Top)
{
    // Statements of other databases are not the service's, and the report does not count itself.
    private const string Own =
        "dbid = (select oid from pg_database where datname = current_database()) and query not like '%pg_stat_statements%'";

    /// <summary>Reads the statistics of a server.</summary>
    /// <param name="source">The server.</param>
    /// <param name="count">How many statements.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <returns>The statistics; null if the server has no <c>pg_stat_statements</c>.</returns>
    public static async Task<StatementStatistics?> ReadAsync(NpgsqlDataSource source, int count, CancellationToken cancellationToken)
    {
        try
        {
            var since = await source.QuerySingleAsync<DateTime?>("select stats_reset from pg_stat_statements_info", null, cancellationToken)
                .ConfigureAwait(false);
            var total = await source.QuerySingleAsync<double>(
                $"select coalesce(sum(total_exec_time), 0) from pg_stat_statements where {Own}", null, cancellationToken)
                .ConfigureAwait(false);
            var top = await source.QueryAsync<StatementRow>(
                $"""
                select regexp_replace(query, '\s+', ' ', 'g') as "Query", sum(calls)::bigint as "Calls", sum(total_exec_time) as "Total",
                    sum(total_exec_time) / sum(calls) as "Mean", max(max_exec_time) as "Max", sum(rows)::bigint as "Rows",
                    sum(shared_blks_read)::float8 / nullif(sum(shared_blks_read + shared_blks_hit), 0) as "ReadShare"
                from pg_stat_statements where {Own} and calls > 0 group by 1 order by 3 desc limit @Count
                """, new { Count = count }, cancellationToken).ConfigureAwait(false);
            return new StatementStatistics(since, total, top);
        }
        catch (PostgresException error) when (
            error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.ObjectNotInPrerequisiteState)
        {
            return null; // the extension is not created, or its library is not loaded
        }
    }
}

/// <summary>Statistics of a statement, in milliseconds.</summary>
public sealed record StatementRow
{
    /// <summary>Its text on one line, with placeholders for values.</summary>
    public string Query { get; init; } = "";

    /// <summary>How often it ran.</summary>
    public long Calls { get; init; }

    /// <summary>Its time in total.</summary>
    public double Total { get; init; }

    /// <summary>Its mean time.</summary>
    public double Mean { get; init; }

    /// <summary>Its longest time.</summary>
    public double Max { get; init; }

    /// <summary>Rows that it returned or changed.</summary>
    public long Rows { get; init; }

    /// <summary>Share of its blocks that were not in the server's memory; null if it needed none.</summary>
    public double? ReadShare { get; init; }
}
