using Dapper;
using EdgarApi.Financials.Companies;
using Npgsql;

namespace EdgarApi.Storage.Warming;

/// <summary>Which of the companies that somebody names are loaded, from the primary: what was just ingested counts.</summary>
public sealed class LoadedCompanies
{
    private readonly NpgsqlDataSource primary;

    internal LoadedCompanies(NpgsqlDataSource primary) => this.primary = primary;

    /// <summary>Finds companies by ticker or CIK, as the API reads them.</summary>
    /// <returns>The loaded ones by the id that they were asked for with; those that are unknown or not loaded are missing.</returns>
    public async Task<IReadOnlyDictionary<string, Cik>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
    {
        const string Sql = """
            select distinct on (asked.id) asked.id, f.cik
            from unnest(@Ids, @Tickers, @Ciks) as asked (id, ticker, cik)
            join company_facts f on f.cik = asked.cik or f.cik in (select t.cik from tickers t where t.ticker = asked.ticker)
            order by asked.id, f.cik
            """;
        var parameters = new
        {
            Ids = ids.ToArray(),
            Tickers = ids.Select(Ticker.Normalize).ToArray(),
            Ciks = ids.Select(id => Cik.TryParse(id.AsSpan().Trim(), out var cik) ? cik.Value : 0).ToArray(),
        };
        var connection = await primary.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = connection.ConfigureAwait(false);
        var rows = await connection.QueryAsync<(string Id, long Cik)>(new CommandDefinition(Sql, parameters, cancellationToken: cancellationToken))
            .ConfigureAwait(false);
        return rows.ToDictionary(row => row.Id, row => new Cik(row.Cik), StringComparer.Ordinal);
    }
}
