using Dapper;
using EdgarApi.Financials.Companies;
using Npgsql;

namespace EdgarApi.Storage.Companies;

/// <summary>Reads changed rows of the directory.</summary>
internal static class DirectoryQuery
{
    private const string Sql = """
        select c.cik as Cik, c.name as Name, c.sic as Sic, c.former_names as FormerNames, c.listing_rank as Rank, c.revision as Revision,
            t.tickers as Tickers, t.exchange as Exchange,
            f.version as Version, f.data_hash as DataHash, f.published_at as PublishedAt, f.last_filed as LastFiled
        from companies c
        left join company_facts f using (cik)
        left join (select cik, array_agg(ticker order by position) as tickers, (array_agg(exchange order by position))[1] as exchange
            from tickers group by cik) t using (cik)
        where c.revision > @After
        """;

    /// <summary>Reads the companies that changed after a revision.</summary>
    public static async Task<IReadOnlyList<DirectoryRow>> ReadAsync(
        NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(Sql, new { After = after }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToDirectoryRow())];
    }

    private sealed record Row
    {
        public long Cik { get; init; }

        public string Name { get; init; } = "";

        public string? Sic { get; init; }

        public string[] FormerNames { get; init; } = [];

        public int? Rank { get; init; }

        public long Revision { get; init; }

        public string[]? Tickers { get; init; }

        public string? Exchange { get; init; }

        public long? Version { get; init; }

        public byte[]? DataHash { get; init; }

        public DateTime? PublishedAt { get; init; }

        public DateOnly? LastFiled { get; init; }

        public DirectoryRow ToDirectoryRow() => new(
            new CompanyEntry(
                new Cik(Cik), Name, Tickers ?? [], string.IsNullOrEmpty(Exchange) ? null : Exchange, FormerNames, Version ?? 0,
                DataHash is null ? "" : Convert.ToHexStringLower(DataHash),
                PublishedAt is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null, LastFiled)
            {
                Sic = Sic, Revision = Revision,
            },
            Rank);
    }
}
