using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Ingest;

/// <summary>The tables <c>ingest_runs</c> and <c>ingest_failures</c>.</summary>
internal sealed class IngestLog(NpgsqlDataSource primary, TimeProvider time)
{
    public Task<bool> HasCompletedAsync(string source, CancellationToken cancellationToken) => primary.QuerySingleAsync<bool>(
        "select exists (select from ingest_runs where source = @Source and finished_at is not null and error is null)",
        new { Source = source }, cancellationToken);

    /// <summary>Closes runs that ended with their process. The caller holds the lock of ingest, so none of them is in progress.</summary>
    public Task<int> CloseInterruptedAsync(CancellationToken cancellationToken) => primary.ExecuteAsync(
        "update ingest_runs set finished_at = @Now, error = 'interrupted: the process ended before the run' where finished_at is null",
        new { Now = time.GetUtcNow() }, cancellationToken);

    public Task<long> BeginAsync(string source, CancellationToken cancellationToken) => primary.QuerySingleAsync<long>(
        "insert into ingest_runs (source, started_at) values (@Source, @Now) returning id",
        new { Source = source, Now = time.GetUtcNow() }, cancellationToken);

    public Task AddFailureAsync(long run, long? cik, DocumentFault fault, CancellationToken cancellationToken) => primary.ExecuteAsync(
        "insert into ingest_failures (run_id, cik, file, byte_offset, reason, at) values (@Run, @Cik, @File, @Offset, @Reason, @Now)",
        new { Run = run, Cik = cik, fault.File, fault.Offset, fault.Reason, Now = time.GetUtcNow() }, cancellationToken);

    public async Task<IReadOnlyList<DocumentFault>> ReadFailuresAsync(long run, CancellationToken cancellationToken)
    {
        var failures = await primary.QueryAsync<(string File, long? Offset, string Reason)>(
            "select file, byte_offset, reason from ingest_failures where run_id = @Run order by file", new { Run = run },
            cancellationToken).ConfigureAwait(false);
        return [.. failures.Select(failure => new DocumentFault(failure.File, failure.Offset, failure.Reason))];
    }

    public Task EndAsync(long run, IngestCounts counts, string? error, CancellationToken cancellationToken) => primary.ExecuteAsync(
        """
        update ingest_runs set finished_at = @Now, written = @Written, unchanged = @Unchanged, failed = @Failed, error = @Error
        where id = @Run
        """,
        new { Run = run, Now = time.GetUtcNow(), counts.Written, counts.Unchanged, counts.Failed, Error = error }, cancellationToken);
}
