using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;
using EdgarApi.Financials.TimeSeries;
using EdgarApi.Sec.Sources;
using EdgarApi.Storage.Companies;
using EdgarApi.Storage.Ingest;
using EdgarApi.Storage.Metrics;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests.Storage.Ingest;

public sealed class IngestPipelineTests(SharedServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ingested_facts_read_back_fact_by_fact()
    {
        await using var database = await CreateAsync();
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await database.Cluster.WaitForReplayAsync();
        await database.Services.GetRequiredService<DirectorySync>().RefreshAsync(0, Token);
        var entry = database.Services.GetRequiredService<ICompanyDirectory>().Find("NVDA")!;

        var reader = database.Services.GetRequiredService<ICompanyFactsReader>();
        var facts = await reader.GetAsync(entry, Token);

        var parsed = CompanyFacts.Parse(EdgarData.CompanyFacts(1045810));
        Assert.Equal(parsed.ToSnapshot(), facts!.ToSnapshot());
        Assert.Same(facts, await reader.GetAsync(entry, Token));
        Assert.Equal(parsed.LastFiled, entry.LastFiled);
    }

    [Fact]
    public async Task A_run_closes_the_runs_of_dead_workers()
    {
        await using var database = await CreateAsync();
        await database.ExecuteAsync("insert into ingest_runs (source, started_at) values ('dead', now()), ('dead', now())");

        await database.Pipeline.RunAsync("alive", RealCompanies.Documents("NVDA"), null, Token);

        Assert.Equal(
            "interrupted: the process ended before the run",
            await database.ScalarAsync<string>("select string_agg(distinct error, '; ') from ingest_runs where source = 'dead'"));
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from ingest_runs where finished_at is null"));
        Assert.True(await database.ScalarAsync<bool>("select error is null from ingest_runs where source = 'alive'"));
    }

    [Fact]
    public async Task Stored_metric_values_match_the_time_series_with_sources()
    {
        await using var database = await CreateAsync();
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("AAPL", "NVDA"), null, Token);
        await database.Cluster.WaitForReplayAsync();

        await database.Services.GetRequiredService<DirectorySync>().RefreshAsync(0, Token);
        var directory = database.Services.GetRequiredService<ICompanyDirectory>();

        var stored = await database.Services.GetRequiredService<IMetricValueReader>()
            .GetAsync([directory.Find("NVDA")!, directory.Find("AAPL")!], ["NetIncome", "Revenue"], Frequency.Ttm, 3, Token);

        Assert.Equal(12, stored.Count);
        Assert.Equal((1045810, "NetIncome"), (stored[0].Cik.Value, stored[0].Metric));
        Assert.True(MetricCatalog.TryFind("Revenue", out var revenue));
        var apple = CompanyFacts.Parse(EdgarData.CompanyFacts(320193));
        var series = TimeSeriesBuilder.Build(apple, [revenue], Frequency.Ttm, 3, new StatementOptions()).Series[0].Points;
        Assert.Equal(
            series.Select(point => (point.Period, point.Value.Value)),
            stored.Skip(9).Select(value => (value.Period, value.Value)));
        Assert.Equivalent(series[^1].Value.Source! with { OtherVintages = [] }, stored[^1].Source, strict: true);
    }

    [Fact]
    public async Task A_second_run_on_the_same_bytes_changes_nothing()
    {
        await using var database = await CreateAsync();
        var first = await database.Pipeline.RunAsync("test", RealCompanies.Documents("AAPL", "NVDA"), null, Token);
        var versions = await database.ScalarAsync<string>(
            "select string_agg(version || published_at::text, ',' order by cik) from company_facts");

        var second = await database.Pipeline.RunAsync("test", RealCompanies.Documents("AAPL", "NVDA"), null, Token);

        Assert.Equal((2, 0, 0), (first.Written, first.Unchanged, first.Failed));
        Assert.Equal((0, 2, 0), (second.Written, second.Unchanged, second.Failed));
        Assert.Equal(
            versions,
            await database.ScalarAsync<string>("select string_agg(version || published_at::text, ',' order by cik) from company_facts"));
    }

    /// <summary>Values of an engine before rules had versions, as a stored hash that differs from that of the current values.</summary>
    [Fact]
    public async Task Values_that_only_the_rules_change_are_published_as_a_change_of_the_rules()
    {
        await using var database = await CreateAsync();
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        Assert.Equal($"data {RulesVersion.Current}", await ReadChangesAsync(database));

        await database.ExecuteAsync(
            "update companies set source_hash = null; update company_facts set rules_version = 0, values_hash = '\\x00'");
        var counts = await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        Assert.Equal((1, $"rules {RulesVersion.Current}"), (counts.Written, await ReadChangesAsync(database)));

        await database.ExecuteAsync(
            "update companies set source_hash = null, filings_hash = '\\x00';"
            + "update company_facts set rules_version = 0, values_hash = '\\x00'");
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        Assert.Equal($"data rules {RulesVersion.Current}", await ReadChangesAsync(database));
    }

    [Fact]
    public async Task Rules_that_leave_a_companys_values_as_they_were_publish_nothing_but_their_version()
    {
        await using var database = await CreateAsync();
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        var version = await database.ScalarAsync<long>("select version from company_facts");
        await database.ExecuteAsync("update companies set source_hash = null; update company_facts set rules_version = 0");

        var counts = await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);

        Assert.Equal((0, $"data {RulesVersion.Current}"), (counts.Written, await ReadChangesAsync(database)));
        Assert.Equal(version, await database.ScalarAsync<long>("select version from company_facts"));
        await database.Cluster.WaitForReplayAsync();
        await database.Services.GetRequiredService<DirectorySync>().RefreshAsync(0, Token);
        Assert.Equal(RulesVersion.Current, database.Services.GetRequiredService<ICompanyDirectory>().Find("NVDA")!.RulesVersion);
        Assert.True(await database.ScalarAsync<bool>("select revision > version from companies join company_facts using (cik)"));
    }

    /// <summary>The release before packed series stores values as rows, and its Warmer may run for a while after the migration.</summary>
    [Fact]
    public async Task Values_that_the_release_before_stored_are_packed_without_a_new_version_of_the_data()
    {
        await using var database = await CreateAsync();
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        var (values, version) = (
            await StoredValues.ReadAsync(database), await database.ScalarAsync<long>("select version from company_facts"));
        await database.ExecuteAsync("""
            insert into metric_values (cik, metric, freq, period_key, period_kind, fiscal_year, quarter, period_start, period_end, currency,
                unit, value)
            values (1045810, 'Revenue', 'annual', 'FY2025', 0, 2025, 0, '2024-01-29', '2025-01-26', 'USD', 'USD', 1)
            """);
        Assert.Empty(await StoredValues.ReadAsync(database));

        await database.Pipeline.RunAsync("test", AsyncEnumerable.Empty<CompanyDocument>(), null, Token);

        Assert.NotEmpty(values);
        Assert.Equal(
            values.Select(value => (value.Metric, value.Period, value.Value)),
            (await StoredValues.ReadAsync(database)).Select(value => (value.Metric, value.Period, value.Value)));
        Assert.Equal(version, await database.ScalarAsync<long>("select version from company_facts"));
        Assert.Equal(0L, await database.ScalarAsync<long>("select count(*) from metric_values"));
    }

    [Fact]
    public async Task The_same_facts_in_another_order_change_nothing()
    {
        await using var database = await CreateAsync();
        var document = RealCompanies.Document("COST");
        await database.Pipeline.RunAsync("test", new[] { document }.ToAsyncEnumerable(), null, Token);

        var snapshot = document with
        {
            Facts = CompanyFacts.Parse(document.Facts!.Value.Span).ToSnapshot(),
            Encoding = FactsEncoding.Snapshot,
        };
        var counts = await database.Pipeline.RunAsync("test", new[] { snapshot }.ToAsyncEnumerable(), null, Token);

        Assert.Equal((0, 1), (counts.Written, counts.Unchanged));
    }

    [Fact]
    public async Task A_malformed_document_fails_alone_and_its_old_version_remains_readable()
    {
        await using var database = await CreateAsync();
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("AAPL"), null, Token);
        var apple = RealCompanies.Document("AAPL");
        CompanyDocument[] documents =
        [
            apple with { Facts = apple.Facts!.Value[..1_000_000] },
            apple with { Cik = new Cik(999) },
            new CompanyDocument { Cik = null, Origin = "notes.txt", Fault = new DocumentFault("notes.txt", null, "is no company") },
            RealCompanies.Document("NVDA"),
        ];

        var counts = await database.Pipeline.RunAsync("test", documents.ToAsyncEnumerable(), null, Token);

        Assert.Equal((1, 3), (counts.Written, counts.Failed));
        Assert.Equal(2L, await database.ScalarAsync<long>("select count(*) from company_facts"));
        Assert.InRange(await database.ScalarAsync<long>("select byte_offset from ingest_failures where cik = 320193"), 900_000, 1_000_000);
        Assert.Equal(
            "companyfacts.zip/CIK0000320193.json",
            await database.ScalarAsync<string>("select file from ingest_failures where cik = 320193"));
        Assert.Equal("is no company", await database.ScalarAsync<string>("select reason from ingest_failures where cik is null"));
        Assert.Equal(3, await database.ScalarAsync<int>("select failed from ingest_runs order by id desc limit 1"));
    }

    [Theory]
    [InlineData("older", "its newest facts are of 2026-05-20, and those stored of 2026-06-17")]
    [InlineData("without us-gaap", "it has 166 facts where 26,903 are stored")]
    public async Task A_company_of_which_the_source_has_much_less_is_refused_until_an_operator_accepts_it(string what, string reason)
    {
        await using var database = await CreateAsync();
        var now = RealCompanies.Document("NVDA");
        var smaller = now with { Facts = what == "older" ? Shrink(now, before: "2026-06-17") : Shrink(now, without: "us-gaap") };
        await IngestAsync(now, acceptsSmaller: false);
        var stored = await ReadAsync();

        var refused = await IngestAsync(smaller, acceptsSmaller: false);
        Assert.Equal((0, 0, 1), (refused.Written, refused.Unchanged, refused.Failed));
        Assert.Equal(stored, await ReadAsync());
        Assert.StartsWith(
            reason, await database.ScalarAsync<string>("select reason from ingest_failures where cik = 1045810"), StringComparison.Ordinal);
        Assert.Equal(1, (await IngestAsync(now, acceptsSmaller: false)).Unchanged);
        Assert.Equal(1, (await IngestAsync(smaller, acceptsSmaller: false)).Failed);

        Assert.Equal(1, (await IngestAsync(smaller, acceptsSmaller: true)).Written);
        Assert.NotEqual(stored, await ReadAsync());

        Task<IngestCounts> IngestAsync(CompanyDocument document, bool acceptsSmaller) =>
            database.Pipeline.RunAsync(new Documents(document), acceptsSmaller, null, Token);

        async Task<string> ReadAsync() => (await database.ScalarAsync<string>("select version || ' ' || md5(payload) from company_facts"))!;
    }

    [Fact]
    public async Task A_list_of_filings_that_lost_a_page_is_refused()
    {
        await using var database = await CreateAsync();
        Filing[] filings = [.. Enumerable.Range(1, 40).Select(number => SomeCompanies.AnnualReport with
        {
            Accession = $"0000320193-25-{number:D6}", Filed = SomeCompanies.AnnualReport.Filed.AddDays(-number),
        })];
        await IngestAsync(filings);

        Assert.Equal(1, (await IngestAsync(filings[..37])).Failed);
        Assert.Equal(1, (await IngestAsync(filings[1..])).Failed);
        Assert.Equal(40L, await database.ScalarAsync<long>("select count(*) from filings"));
        Assert.Equal(1, (await IngestAsync(filings[..38])).Written);
        Assert.Equal(38L, await database.ScalarAsync<long>("select count(*) from filings"));

        Task<IngestCounts> IngestAsync(Filing[] filings) => database.Pipeline.RunAsync(
            "test", new[] { RealCompanies.Document("NVDA") with { Filings = filings } }.ToAsyncEnumerable(), null, Token);
    }

    /// <summary>A company that an earlier release has stored, which did not record how much it had.</summary>
    [Fact]
    public async Task What_a_company_has_is_recorded_although_nothing_else_changes()
    {
        await using var database = await CreateAsync();
        await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token);
        await database.ExecuteAsync(
            "update companies set source_hash = null; update company_facts set facts_count = null, filings_count = null");

        Assert.Equal(1, (await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA"), null, Token)).Unchanged);

        Assert.Equal("26903 70", await database.ScalarAsync<string>("select facts_count || ' ' || filings_count from company_facts"));
    }

    [Fact]
    public async Task Two_concurrent_workers_ingest_one_after_the_other()
    {
        await using var database = await CreateAsync();

        var runs = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => database.Pipeline.RunAsync("test", RealCompanies.Documents("AAPL", "NVDA"), null, Token)));

        Assert.Equal([0, 2], runs.Select(run => run.Written).Order());
        Assert.Equal(
            0L,
            await database.ScalarAsync<long>(
                "select count(*) from ingest_runs a join ingest_runs b on a.id < b.id and a.finished_at > b.started_at"));
    }

    [Fact]
    public async Task A_stopped_run_is_marked_and_the_next_one_resumes()
    {
        await using var database = await CreateAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        async IAsyncEnumerable<CompanyDocument> UntilStopped()
        {
            yield return RealCompanies.Document("NVDA");
            await Waiting.UntilAsync(async () => await database.ScalarAsync<long>("select count(*) from company_facts") > 0);
            await stop.CancelAsync();
            yield return RealCompanies.Document("AAPL");
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => database.Pipeline.RunAsync("test", UntilStopped(), null, stop.Token));
        Assert.True(await database.ScalarAsync<bool>("select error is not null and finished_at is not null from ingest_runs"));

        var counts = await database.Pipeline.RunAsync("test", RealCompanies.Documents("NVDA", "AAPL"), null, Token);
        Assert.Equal((1, 1), (counts.Written, counts.Unchanged));
    }

    private static byte[] Shrink(CompanyDocument document, string? before = null, string? without = null)
    {
        var json = JsonNode.Parse(document.Facts!.Value.Span)!;
        var taxonomies = json["facts"]!.AsObject();
        if (without is not null) taxonomies.Remove(without);
        foreach (var facts in taxonomies.SelectMany(taxonomy => taxonomy.Value!.AsObject())
            .SelectMany(concept => concept.Value!["units"]!.AsObject()).Select(unit => unit.Value!.AsArray()))
            facts.RemoveAll(fact => before is not null && string.CompareOrdinal((string?)fact!["filed"], before) >= 0);
        return JsonSerializer.SerializeToUtf8Bytes(json);
    }

    /// <summary>A source of one company.</summary>
    private sealed class Documents(CompanyDocument document) : ICompanySource
    {
        public string Name => "test";

        public ValueTask<IReadOnlyList<CompanyProfile>> ReadListingsAsync(CancellationToken cancellationToken) => new([]);

        public IAsyncEnumerable<CompanyDocument> ReadAsync(CancellationToken cancellationToken) =>
            new[] { document }.ToAsyncEnumerable();
    }

    private static async Task<string> ReadChangesAsync(EdgarDatabase database) => (await database.ScalarAsync<string>(
        "select array_to_string(changes, ' ') || ' ' || rules_version from company_facts"))!;

    private async Task<EdgarDatabase> CreateAsync()
    {
        var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync(), EdgarDatabase.Patient);
        await database.ProbeAsync();
        return database;
    }
}
