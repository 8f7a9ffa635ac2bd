using Dapper;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;
using Npgsql;

namespace EdgarApi.Accounts.Degraded;

/// <summary>Turns degraded mode on and off, each in one transaction with its audit row, and reads it.</summary>
public sealed class DegradedModeStore
{
    /// <summary>Time between polls.</summary>
    internal static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private const string Columns =
        "revision, reason, started_at, ends_at, started_by, not pg_is_in_recovery() as is_from_primary";

    private readonly NpgsqlDataSource _primary;
    private readonly PrimaryReader _reader;
    private readonly DegradedMode _mode;
    private readonly TimeProvider _time;

    internal DegradedModeStore(NpgsqlDataSource primary, PrimaryReader reader, DegradedMode mode, TimeProvider time) =>
        (_primary, _reader, _mode, _time) = (primary, reader, mode, time);

    /// <summary>Turns the mode on, or gives it another end and reason. This process follows at once, the others within seconds.</summary>
    public async Task<DegradedPeriod> TurnOnAsync(Actor actor, string reason, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var row = await ChangeAsync(
            actor, "degraded.on", new { Reason = reason, EndsAt = now + duration },
            """
            update degraded_mode set revision = revision + 1, reason = @Reason, ends_at = @EndsAt, started_by = @Name,
                started_at = case when ends_at > @Now then started_at else @Now end
            """,
            new { Reason = reason, EndsAt = now + duration, Now = now, actor.Name }, cancellationToken).ConfigureAwait(false);
        return row.ToPeriod()!;
    }

    /// <summary>Turns the mode off.</summary>
    public Task TurnOffAsync(Actor actor, CancellationToken cancellationToken) => ChangeAsync(
        actor, "degraded.off", new { },
        "update degraded_mode set revision = revision + 1, reason = null, started_at = null, ends_at = null, started_by = null",
        new { }, cancellationToken);

    /// <summary>Returns as soon as the mode is off. Looks it up now and, while it is on, every few seconds.</summary>
    /// <exception cref="DatabaseUnavailableException">No node responds.</exception>
    public async Task WaitUntilOffAsync(CancellationToken cancellationToken)
    {
        await RefreshAsync(cancellationToken).ConfigureAwait(false);
        while (_mode.Current is not null)
        {
            await Task.Delay(PollInterval, _time, cancellationToken).ConfigureAwait(false);
            await RefreshAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the mode from the primary, or from a replica while the primary is unavailable.</summary>
    /// <exception cref="DatabaseUnavailableException">No node responds, or the table does not exist yet.</exception>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var known = _mode.Revision;
        var row = await _reader.ReadAsync(
            (connection, token) => connection.ReadSingleAsync<DegradedRow>(
                new CommandDefinition($"select {Columns} from degraded_mode", cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        _mode.Apply(row, known);
    }

    private async Task<DegradedRow> ChangeAsync(
        Actor actor, string action, object detail, string update, object parameters, CancellationToken cancellationToken)
    {
        var known = _mode.Revision;
        var transaction = await _primary.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = transaction.ConfigureAwait(false);
        var row = await transaction.Connection.ReadSingleAsync<DegradedRow>(
            new CommandDefinition($"{update} returning {Columns}", parameters, cancellationToken: cancellationToken)).ConfigureAwait(false);
        await new AccountChange(transaction.Connection, actor, cancellationToken).AuditAsync(action, "system", null, detail)
            .ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        _mode.Apply(row, known);
        return row;
    }
}
