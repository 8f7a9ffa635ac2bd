using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Warming;

/// <summary>The table <c>warm_runs</c>, and the lock that lets one process warm at a time.</summary>
public sealed class WarmRunLog
{
    private const string LockName = "edgar-warm";

    private readonly NpgsqlDataSource _primary;
    private readonly TimeProvider _time;

    internal WarmRunLog(NpgsqlDataSource primary, TimeProvider time) => (_primary, _time) = (primary, time);

    /// <summary>Waits for the lock, then marks runs that an ended process left unfinished.</summary>
    /// <returns>The lock, to be disposed when done; <see cref="AdvisoryLock.Lost"/> is cancelled if the connection breaks.</returns>
    public async Task<AdvisoryLock> AcquireLockAsync(CancellationToken cancellationToken)
    {
        var handle = await AdvisoryLock.AcquireAsync(LockName, _primary, cancellationToken).ConfigureAwait(false);
        try
        {
            await _primary.ExecuteAsync(
                "update warm_runs set finished_at = @Now, error = 'the Warmer stopped before the run finished' where finished_at is null",
                new { Now = _time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
            return handle;
        }
        catch
        {
            await handle.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Records the start of a run; returns its number.</summary>
    public Task<long> BeginAsync(WarmRun run, CancellationToken cancellationToken)
    {
        const string Sql = """
            insert into warm_runs (strategy, priority, reason, due_at, started_at, companies, skipped, answers)
            values (@Strategy, @Priority, @Reason, @DueAt, @Now, @Companies, @Skipped, @Answers) returning id
            """;
        var parameters = new
        {
            run.Strategy, run.Priority, run.Reason, run.DueAt, Now = _time.GetUtcNow(), run.Companies, Skipped = run.Skipped.ToArray(),
            run.Answers,
        };
        return _primary.QuerySingleAsync<long>(Sql, parameters, cancellationToken);
    }

    /// <summary>Records progress on one company.</summary>
    /// <param name="run">The run's number.</param>
    /// <param name="counts">Outcomes of the company's responses since the last call.</param>
    /// <param name="companyDone">Whether all of the company's responses are done.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    public Task AddProgressAsync(long run, WarmCounts counts, bool companyDone, CancellationToken cancellationToken) =>
        _primary.ExecuteAsync(
            """
            update warm_runs set companies_done = companies_done + @Done, warmed = warmed + @Warmed,
                already_warm = already_warm + @AlreadyWarm, refused = refused + @Refused
            where id = @Run
            """,
            new { Run = run, Done = companyDone ? 1 : 0, counts.Warmed, counts.AlreadyWarm, counts.Refused }, cancellationToken);

    /// <summary>Records the number of the current pass over the run's responses.</summary>
    public Task SetAttemptAsync(long run, int attempt, CancellationToken cancellationToken) =>
        _primary.ExecuteAsync(
            "update warm_runs set attempts = @Attempt where id = @Run", new { Run = run, Attempt = attempt }, cancellationToken);

    /// <summary>Records the end of a run.</summary>
    /// <param name="run">The run's number.</param>
    /// <param name="error">Why responses are left; null if none are.</param>
    /// <param name="cancellationToken">Cancels the update.</param>
    public Task EndAsync(long run, string? error, CancellationToken cancellationToken) => _primary.ExecuteAsync(
        "update warm_runs set finished_at = @Now, error = @Error where id = @Run",
        new { Run = run, Now = _time.GetUtcNow(), Error = error }, cancellationToken);

    /// <summary>Reads the result of a run.</summary>
    public Task<WarmRunResult> GetResultAsync(long run, CancellationToken cancellationToken) => _primary.QuerySingleAsync<WarmRunResult>(
        """
        select id as run, strategy, companies, skipped, answers, warmed, already_warm, refused, error
        from warm_runs where id = @Run
        """,
        new { Run = run }, cancellationToken);
}
