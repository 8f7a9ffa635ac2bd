using Dapper;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Postgres;
using EdgarApi.Storage.Routing;

namespace EdgarApi.Storage.Warming;

/// <summary>An earnings release: an 8-K with item 2.02, "Results of Operations and Financial Condition".</summary>
/// <param name="Cik">The company.</param>
/// <param name="Ticker">The main symbol; null for filers without one.</param>
/// <param name="Filed">The filing date.</param>
public sealed record EarningsRelease(Cik Cik, string? Ticker, DateOnly Filed);

/// <summary>Reads the earnings releases of all loaded companies from the analytics replica.</summary>
public sealed class EarningsReleases(IReadRouter router)
{
    private const string Sql = """
        select c.cik, (select ticker from tickers where cik = c.cik order by position limit 1), f.filed
        from company_facts c
        join filings f on f.cik = c.cik and upper(f.form) = '8-K' and f.filed >= @Since and '2.02' = any(string_to_array(f.items, ','))
        order by c.cik, f.filed
        """;

    /// <summary>Reads the releases filed since a date, by company, oldest first. Excludes amendments (8-K/A).</summary>
    /// <exception cref="DatabaseUnavailableException">No node responds.</exception>
    public async Task<IReadOnlyList<EarningsRelease>> ReadAsync(DateOnly since, CancellationToken cancellationToken)
    {
        var rows = await router.ReadAsync(
            ReadRole.Analytics, Freshness.Any,
            (connection, token) => connection.ReadRowsAsync<(long Cik, string? Ticker, DateOnly Filed)>(
                new CommandDefinition(Sql, new { Since = since }, cancellationToken: token)),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new EarningsRelease(new Cik(row.Cik), row.Ticker, row.Filed))];
    }
}
