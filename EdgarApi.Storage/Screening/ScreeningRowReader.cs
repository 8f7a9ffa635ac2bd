using EdgarApi.Financials.Companies;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Metrics;
using EdgarApi.Storage.Routing;
using Npgsql;
using NpgsqlTypes;

namespace EdgarApi.Storage.Screening;

/// <summary>Reads rows of <c>screening_rows</c> from the analytics replica.</summary>
internal sealed class ScreeningRowReader(IReadRouter router)
{
    private const string Sql = """
        select period, cik, freq, period_kind, fiscal_year, quarter, period_start, period_end, currency, packed
        from screening_rows where period = any(@Periods)
        """;

    /// <summary>Reads all companies of a period.</summary>
    /// <param name="period">The period.</param>
    /// <param name="revision">The directory's revision that the node must have.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<IReadOnlyList<ScreenedCompany>> ReadAsync(string period, long revision, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync([period], null, revision, cancellationToken).ConfigureAwait(false);
        return rows.GetValueOrDefault(period) ?? [];
    }

    /// <summary>Reads some companies, or all, of several periods.</summary>
    public Task<Dictionary<string, IReadOnlyList<ScreenedCompany>>> ReadAsync(
        IReadOnlyList<string> periods, IReadOnlyCollection<Cik>? companies, long revision, CancellationToken cancellationToken) =>
        router.ReadAsync(
            ReadRole.Analytics, Freshness.AtLeast(revision),
            (connection, token) => ReadAsync(connection, periods, companies, token), cancellationToken);

    private static async Task<Dictionary<string, IReadOnlyList<ScreenedCompany>>> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<string> periods, IReadOnlyCollection<Cik>? companies,
        CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(companies is null ? Sql : Sql + " and cik = any(@Ciks)", connection);
        await using var _ = command.ConfigureAwait(false);
        string[] keys = [.. periods.SelectMany(ScreeningPeriods.GetStoredKeys)];
        command.Parameters.Add(new NpgsqlParameter("Periods", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = keys });
        if (companies is not null)
            command.Parameters.Add(new NpgsqlParameter("Ciks", NpgsqlDbType.Array | NpgsqlDbType.Bigint)
            {
                Value = companies.Select(company => company.Value).ToArray(),
            });

        var found = new Dictionary<(string Period, long Cik), ScreenedCompany>();
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var __ = reader.ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var stored = reader.GetString(0);
            var key = (ScreeningPeriods.FromStoredKey(stored), reader.GetInt64(1));
            var row = Read(reader, ScreeningPeriods.IsBalance(stored));
            found[key] = found.TryGetValue(key, out var part) ? Merge(part, row) : row;
        }

        return found.GroupBy(row => row.Key.Period, row => row.Value)
            .ToDictionary(group => group.Key, IReadOnlyList<ScreenedCompany> (group) => [.. group]);
    }

    private static ScreenedCompany Read(NpgsqlDataReader reader, bool isBalance)
    {
        var fiscal = new FiscalPeriod(
            (FiscalPeriodKind)reader.GetInt16(3), reader.GetInt32(4), reader.GetInt16(5), reader.GetFieldValue<DateOnly>(6),
            reader.GetFieldValue<DateOnly>(7));
        var period = new ScreenedPeriod(fiscal, FrequencyNames.FromName(reader.GetString(2)));
        // Thousands of rows share a currency.
        var currency = string.Intern(reader.GetString(8));
        return new(
            new Cik(reader.GetInt64(1)), currency, isBalance ? null : period, isBalance ? period : null, reader.GetFieldValue<byte[]>(9));
    }

    /// <summary>Joins the flows and the balances of one company.</summary>
    private static ScreenedCompany Merge(ScreenedCompany one, ScreenedCompany other) => one with
    {
        Flow = one.Flow ?? other.Flow,
        Balance = one.Balance ?? other.Balance,
        Packed = (byte[])[.. one.Packed.Span, .. other.Packed.Span],
    };
}
