using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Postgres;
using Npgsql;

namespace EdgarApi.Storage.Ingest;

/// <summary>Reads the stored companies, for comparison with the SEC.</summary>
internal static class KnownCompanies
{
    /// <summary>Reads every loaded company with its latest filing.</summary>
    public static async Task<IReadOnlyList<KnownCompany>> ReadAsync(NpgsqlDataSource primary, CancellationToken cancellationToken)
    {
        const string Sql = """
            select f.cik, newest.accession
            from company_facts f
            left join lateral (
                select accession from filings where cik = f.cik
                order by filed desc, accepted_at desc nulls last, accession desc limit 1) newest on true
            order by f.cik
            """;
        var rows = await primary.QueryAsync<(long Cik, string? Accession)>(Sql, null, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new KnownCompany(new Cik(row.Cik), row.Accession))];
    }
}
