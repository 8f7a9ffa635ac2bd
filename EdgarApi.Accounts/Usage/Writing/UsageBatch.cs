namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>Records that are written atomically.</summary>
/// <param name="Id">Written with the rows; the database skips batches whose id it already has.</param>
/// <param name="CreatedAt">Time of creation, UTC. Ids of batches too old to be replayed are deleted.</param>
/// <param name="FirstRequestAt">Time of the earliest request, UTC.</param>
/// <param name="Rows">Number of records.</param>
/// <param name="Data">The records as rows of PostgreSQL's binary COPY format, see <see cref="UsageRows"/>.</param>
internal sealed record UsageBatch(Guid Id, DateTime CreatedAt, DateTime FirstRequestAt, int Rows, ReadOnlyMemory<byte> Data);
