using Dapper;
using EdgarApi.Sec.Sources;
using Npgsql;

namespace EdgarApi.Storage.Ingest;

/// <summary>The tables <c>ingest_runs</c> and <c>ingest_failures</c>.</summary>
internal sealed class IngestLog(NpgsqlDataSource primary, TimeProvider time)
{
    public async Task<bool> HasCompletedAsync(string source, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await connection.QuerySingleAsync<bool>(new CommandDefinition(
            "select exists (select from ingest_runs where source = @Source and finished_at is not null and error is null)",
            new { Source = source },
            cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    public async Task<long> BeginAsync(string source, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await connection.QuerySingleAsync<long>(new CommandDefinition(
            "insert into ingest_runs (source, started_at) values (@Source, @Now) returning id",
            new { Source = source, Now = time.GetUtcNow() },
            cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    public Task AddFailureAsync(long run, long? cik, DocumentFault fault, CancellationToken cancellationToken) => ExecuteAsync(
        "insert into ingest_failures (run_id, cik, file, byte_offset, reason, at) values (@Run, @Cik, @File, @Offset, @Reason, @Now)",
        new { Run = run, Cik = cik, fault.File, fault.Offset, fault.Reason, Now = time.GetUtcNow() }, cancellationToken);

    public async Task<IReadOnlyList<DocumentFault>> ReadFailuresAsync(long run, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var failures = await connection.QueryAsync<(string File, long? Offset, string Reason)>(new CommandDefinition(
            "select file, byte_offset, reason from ingest_failures where run_id = @Run order by file", new { Run = run },
            cancellationToken: cancellationToken)).ConfigureAwait(false);
        return [.. failures.Select(failure => new DocumentFault(failure.File, failure.Offset, failure.Reason))];
    }

    public Task EndAsync(long run, IngestCounts counts, string? error, CancellationToken cancellationToken) => ExecuteAsync(
        """
        update ingest_runs set finished_at = @Now, written = @Written, unchanged = @Unchanged, failed = @Failed, error = @Error
        where id = @Run
        """,
        new { Run = run, Now = time.GetUtcNow(), counts.Written, counts.Unchanged, counts.Failed, Error = error }, cancellationToken);

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }
}
