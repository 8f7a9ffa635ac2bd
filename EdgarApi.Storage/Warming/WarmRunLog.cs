using Dapper;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Warming;

/// <summary>The table <c>warm_runs</c>, and the lock by which one process warms at a time.</summary>
public sealed class WarmRunLog
{
    private const string TurnName = "edgar-warm";

    private readonly NpgsqlDataSource primary;
    private readonly TimeProvider time;

    internal WarmRunLog(NpgsqlDataSource primary, TimeProvider time) => (this.primary, this.time) = (primary, time);

    /// <summary>Waits for its turn to warm. Runs that a process left unfinished when it ended are marked so: nobody else is warming now.</summary>
    /// <returns>The turn, to be disposed when done; its <see cref="AdvisoryLock.Lost"/> tells of a lost connection.</returns>
    public async Task<AdvisoryLock> TakeTurnAsync(CancellationToken cancellationToken)
    {
        var turn = await AdvisoryLock.TakeAsync(TurnName, primary, cancellationToken).ConfigureAwait(false);
        try
        {
            await ExecuteAsync(
                "update warm_runs set finished_at = @Now, error = 'the Warmer ended before the run did' where finished_at is null",
                new { Now = time.GetUtcNow() }, cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch
        {
            await turn.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Notes that a run begins; returns its number.</summary>
    public async Task<long> BeginAsync(WarmRun run, CancellationToken cancellationToken)
    {
        const string Sql = """
            insert into warm_runs (strategy, priority, reason, due_at, started_at, companies, skipped, answers)
            values (@Strategy, @Priority, @Reason, @DueAt, @Now, @Companies, @Skipped, @Answers) returning id
            """;
        var parameters = new
        {
            run.Strategy, run.Priority, run.Reason, run.DueAt, Now = time.GetUtcNow(), run.Companies, Skipped = run.Skipped.ToArray(), run.Answers,
        };
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await connection.QuerySingleAsync<long>(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Adds what was done of one company.</summary>
    /// <param name="run">The run's number.</param>
    /// <param name="counts">The company's answers since the last call.</param>
    /// <param name="companyDone">Whether the company has none left.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public Task ProgressAsync(long run, WarmCounts counts, bool companyDone, CancellationToken cancellationToken) => ExecuteAsync(
        """
        update warm_runs set companies_done = companies_done + @Done, warmed = warmed + @Warmed, already_warm = already_warm + @AlreadyWarm,
            refused = refused + @Refused
        where id = @Run
        """,
        new { Run = run, Done = companyDone ? 1 : 0, counts.Warmed, counts.AlreadyWarm, counts.Refused }, cancellationToken);

    /// <summary>Notes that the run goes through its answers, for the n-th time.</summary>
    public Task AttemptAsync(long run, int attempt, CancellationToken cancellationToken) =>
        ExecuteAsync("update warm_runs set attempts = @Attempt where id = @Run", new { Run = run, Attempt = attempt }, cancellationToken);

    /// <summary>Notes that the run is over.</summary>
    /// <param name="run">The run's number.</param>
    /// <param name="error">Why answers are left; null when none is.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public Task EndAsync(long run, string? error, CancellationToken cancellationToken) => ExecuteAsync(
        "update warm_runs set finished_at = @Now, error = @Error where id = @Run", new { Run = run, Now = time.GetUtcNow(), Error = error }, cancellationToken);

    /// <summary>What came of a run.</summary>
    public async Task<WarmRunResult> ResultAsync(long run, CancellationToken cancellationToken)
    {
        const string Sql = """
            select id as Run, strategy as Strategy, companies as Companies, skipped as Skipped, answers as Answers, warmed as Warmed, already_warm as AlreadyWarm,
                refused as Refused, error as Error
            from warm_runs where id = @Run
            """;
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        return await connection.QuerySingleAsync<WarmRunResult>(new CommandDefinition(Sql, new { Run = run }, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }
}
