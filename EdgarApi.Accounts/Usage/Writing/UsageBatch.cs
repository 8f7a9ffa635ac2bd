namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>Records that are written together or not at all.</summary>
/// <param name="Id">Told to the database with the rows: a batch that it has is not written again.</param>
/// <param name="CreatedAt">When it was put together, UTC; ids that are older than any batch that can still come are forgotten.</param>
/// <param name="FirstRequestAt">Time of its earliest request, UTC.</param>
/// <param name="Rows">How many records.</param>
/// <param name="Data">The records as rows of Postgres' binary COPY: see <see cref="UsageRows"/>.</param>
internal sealed record UsageBatch(Guid Id, DateTime CreatedAt, DateTime FirstRequestAt, int Rows, ReadOnlyMemory<byte> Data);
