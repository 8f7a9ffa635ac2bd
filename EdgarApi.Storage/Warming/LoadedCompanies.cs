using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Warming;

/// <summary>Finds loaded companies on the primary, which includes those ingested just now.</summary>
public sealed class LoadedCompanies
{
    private readonly NpgsqlDataSource _primary;

    internal LoadedCompanies(NpgsqlDataSource primary) => _primary = primary;

    /// <summary>Finds companies by ticker or CIK, in the formats that the API accepts.</summary>
    /// <returns>The loaded companies by the given id; omits those that are unknown or not loaded.</returns>
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
        var rows = await _primary.QueryAsync<(string Id, long Cik)>(Sql, parameters, cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Id, row => new Cik(row.Cik), StringComparer.Ordinal);
    }
}
