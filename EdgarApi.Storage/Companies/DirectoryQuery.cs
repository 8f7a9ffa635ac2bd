using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Companies;

/// <summary>Reads changed rows of the directory.</summary>
internal static class DirectoryQuery
{
    private const string Sql = """
        select c.cik, c.name, c.sic, c.state_of_incorporation, c.former_names, c.listing_rank as rank, c.revision,
            t.tickers, t.exchange, f.version, f.data_hash, f.published_at, f.last_filed, f.rules_version, f.changes
        from companies c
        left join company_facts f using (cik)
        cross join lateral (
            select array_agg(ticker order by position) as tickers, (array_agg(exchange order by position))[1] as exchange
            from tickers where cik = c.cik) t
        where c.revision > @After
        """;

    /// <summary>Reads the companies that changed after a revision.</summary>
    public static async Task<IReadOnlyList<DirectoryRow>> ReadAsync(
        NpgsqlConnection connection, long after, CancellationToken cancellationToken)
    {
        var rows = await connection.ReadRowsAsync<Row>(
            new CommandDefinition(Sql, new { After = after }, cancellationToken: cancellationToken)).ConfigureAwait(false);
        return [.. rows.Select(row => row.ToDirectoryRow())];
    }

    private sealed record Row
    {
        public long Cik { get; init; }

        public string Name { get; init; } = "";

        public string? Sic { get; init; }

        public string? StateOfIncorporation { get; init; }

        public string[] FormerNames { get; init; } = [];

        public int? Rank { get; init; }

        public long Revision { get; init; }

        public string[]? Tickers { get; init; }

        public string? Exchange { get; init; }

        public long? Version { get; init; }

        public byte[]? DataHash { get; init; }

        public DateTime? PublishedAt { get; init; }

        public DateOnly? LastFiled { get; init; }

        public int? RulesVersion { get; init; }

        public string[]? Changes { get; init; }

        public DirectoryRow ToDirectoryRow() => new(
            new CompanyEntry(
                new Cik(Cik), Name, Tickers ?? [], string.IsNullOrEmpty(Exchange) ? null : Exchange, FormerNames, Version ?? 0,
                DataHash is null ? "" : Convert.ToHexStringLower(DataHash),
                PublishedAt is { } at ? new DateTimeOffset(at, TimeSpan.Zero) : null, LastFiled)
            {
                Sic = Sic, StateOfIncorporation = StateOfIncorporation, Revision = Revision,
                RulesVersion = RulesVersion ?? 0, Changes = Changes ?? [],
            },
            Rank);
    }
}
