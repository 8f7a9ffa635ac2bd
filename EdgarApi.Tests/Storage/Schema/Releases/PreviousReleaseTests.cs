using EdgarApi.Storage.Schema;
using EdgarApi.Tests.Servers;
using Npgsql;

namespace EdgarApi.Tests.Storage.Schema.Releases;

/// <summary>
/// The programs of the previous release run on the new schema while a deployment replaces them, and again after a rollback. Their
/// statements are recorded in <c>previous-release.json</c>; <c>docs/deploy.md</c> says how. <c>scripts/previous-release</c> also starts
/// the programs themselves.
/// </summary>
public sealed class PreviousReleaseTests(SharedServers servers)
{
    /// <summary>
    /// Rules since the previous release that reject none of its rows: those that replaced narrower ones, and triggers that only write
    /// elsewhere. A new contract empties the list.
    /// </summary>
    private static readonly string[] Harmless =
    [
        "CREATE TRIGGER forget_metric_series AFTER INSERT ON public.metric_values REFERENCING NEW TABLE AS written FOR EACH STATEMENT "
        + "EXECUTE FUNCTION forget_metric_series()",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_statement_of_the_previous_release_is_valid_on_the_new_schema_and_returns_the_same_columns()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());

        Assert.Empty(await FindInvalidAsync(database, await ReadAsync()));
    }

    [Fact]
    public async Task A_row_of_the_previous_release_satisfies_the_new_schema()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());

        Assert.Empty(FindStricter(await ReadAsync(), await ReleaseSchema.GetTablesAsync(database.Primary, Token)));
    }

    /// <summary>Each is a change that processes of the previous release do not survive.</summary>
    [Theory]
    [InlineData("alter table companies drop column website", "update companies")]
    [InlineData("alter table companies rename column website to homepage", "update companies")]
    [InlineData("alter table tickers rename to symbols", "tickers")]
    [InlineData("alter table companies alter column listing_rank type text using listing_rank::text", "listing_rank")]
    [InlineData("alter table api_usage rename column target to path", "copy api_usage")]
    [InlineData("alter table api_keys add column purpose text not null", "api_keys.purpose")]
    [InlineData("alter table users add constraint a_domain check (email like '%@%')", "email ~~")]
    [InlineData("create unique index on filings (accession)", "(accession)")]
    public async Task A_change_that_is_not_compatible_is_found(string change, string expected)
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.ExecuteAsync(change);

        var contract = await ReadAsync();
        IReadOnlyList<string> found =
        [
            .. await FindInvalidAsync(database, contract),
            .. FindStricter(contract, await ReleaseSchema.GetTablesAsync(database.Primary, Token)),
        ];

        Assert.Contains(found, problem => problem.Contains(expected, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>What is added does not concern the previous release.</summary>
    [Fact]
    public async Task New_tables_optional_columns_and_indexes_are_compatible()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        await database.ExecuteAsync("""
            create table later (id bigint primary key);
            alter table companies add column lei text, add column score integer not null default 0;
            create index on filings (report_date);
            """);

        var contract = await ReadAsync();

        Assert.Empty(await FindInvalidAsync(database, contract));
        Assert.Empty(FindStricter(contract, await ReleaseSchema.GetTablesAsync(database.Primary, Token)));
    }

    [Fact]
    public async Task The_contract_has_the_statements_of_every_part_of_the_programs()
    {
        var contract = await ReadAsync();
        string[] tables = ["companies", "company_facts", "metric_values", "api_keys", "sessions", "api_usage", "work_orders", "warm_runs"];

        Assert.All(tables, table => Assert.Contains(contract.Statements, item => item.Sql.Contains(table, StringComparison.Ordinal)));
        Assert.True(
            contract.Unrecorded.Count * 5 <= contract.Statements.Count,
            $"{contract.Unrecorded.Count} statements are not recorded:\n{string.Join('\n', contract.Unrecorded)}");
    }

    private async Task<ReleaseContract> ReadAsync()
    {
        if (ReleaseContract.IsRecording) await RecordAsync();
        return ReleaseContract.Read();
    }

    /// <summary>Makes a contract of the statements that an earlier run has noted.</summary>
    private async Task RecordAsync()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var recorded = StatementRecorder.ReadRuns().Where(item => ProgramStatements.Contain(item.Sql)).ToList();
        var types = await ReleaseSchema.GetTypesAsync(database.Primary, [.. recorded.SelectMany(item => item.Types).Distinct()], Token);
        var statements = new List<ReleaseStatement>();
        foreach (var item in recorded.OrderBy(item => item.Sql, StringComparer.Ordinal))
        {
            var statement = new ReleaseStatement(item.Sql, [.. item.Types.Select(type => types.GetValueOrDefault(type))], []);
            try
            {
                statements.Add(statement with { Columns = await ReleaseSchema.DescribeAsync(database.Primary, statement, Token) });
            }
            catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable)
            {
                // It needs a temporary table of its transaction, and counts as not recorded.
            }
        }

        var newest = await database.ScalarAsync<string>("select max(scriptname) from schemaversions");
        new ReleaseContract(
            newest, statements, await ReleaseSchema.GetTablesAsync(database.Primary, Token),
            ProgramStatements.FindMissing(statements.Select(statement => statement.Sql))).Write();
    }

    private static async Task<IReadOnlyList<string>> FindInvalidAsync(EdgarDatabase database, ReleaseContract contract)
    {
        var invalid = new List<string>();
        foreach (var statement in contract.Statements)
        {
            try
            {
                var columns = await ReleaseSchema.DescribeAsync(database.Primary, statement, Token);
                if (!columns.SequenceEqual(statement.Columns))
                    invalid.Add($"{statement.Sql}\n  returns {string.Join(", ", columns)}, not {string.Join(", ", statement.Columns)}");
            }
            catch (PostgresException error)
            {
                invalid.Add($"{statement.Sql}\n  {error.MessageText}");
            }
        }

        return invalid;
    }

    /// <summary>What a row must satisfy in a table of the previous release, which it need not have satisfied then.</summary>
    private static IEnumerable<string> FindStricter(ReleaseContract contract, IReadOnlyList<ReleaseTable> tables)
    {
        foreach (var (old, now) in contract.Tables.Join(tables, old => old.Name, now => now.Name, (old, now) => (old, now)))
        {
            foreach (var column in now.Required.Except(old.Required)) yield return $"{now.Name}.{column} is required";
            foreach (var rule in now.Rules.Except(old.Rules).Except(Harmless)) yield return $"{now.Name}: {rule}";
        }
    }
}
