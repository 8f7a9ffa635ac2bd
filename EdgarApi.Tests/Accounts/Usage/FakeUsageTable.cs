using System.Collections.Concurrent;
using EdgarApi.Accounts.Usage.Writing;
using Npgsql;

namespace EdgarApi.Tests.Accounts.Usage;

/// <summary>The primary's table, which can fail. Like the real one, it stores each batch once.</summary>
internal sealed class FakeUsageTable : IUsageTable
{
    private readonly ConcurrentDictionary<Guid, int> _batches = new();
    private Func<IReadOnlyList<UsageBatch>, CancellationToken, Task> _write = (_, _) => Task.CompletedTask;

    public int Rows => _batches.Values.Sum();

    public void Fail(bool after) => _write = (written, _) =>
    {
        if (after)
        {
            Store(written);
            Recover();
        }

        throw new NpgsqlException("The connection was reset.");
    };

    public void Hang() => _write = (_, token) => Task.Delay(Timeout.Infinite, token);

    public void Refuse(Guid batch) => _write = (written, _) => written.Any(one => one.Id == batch)
        ? throw new PostgresException(
            "no partition of relation \"api_usage\" found for row", "ERROR", "ERROR", PostgresErrorCodes.CheckViolation)
        : Task.CompletedTask;

    public void Recover() => _write = (_, _) => Task.CompletedTask;

    public async Task HasAsync(int rows) => await Waiting.UntilAsync(() => Rows == rows);

    public async Task WriteAsync(IReadOnlyList<UsageBatch> written, CancellationToken cancellationToken)
    {
        await _write(written, cancellationToken);
        Store(written);
    }

    private void Store(IReadOnlyList<UsageBatch> written)
    {
        foreach (var batch in written) _batches.TryAdd(batch.Id, batch.Rows);
    }
}
