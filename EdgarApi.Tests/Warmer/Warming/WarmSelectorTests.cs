using EdgarApi.Accounts.Usage.Partitions;
using EdgarApi.Accounts.Usage.Writing;
using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Ingest;
using EdgarApi.Tests.Accounts.Usage;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Warmer.Warming;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;

namespace EdgarApi.Tests.Warmer.Warming;

/// <summary>Which responses a run warms.</summary>
public sealed class WarmSelectorTests(SharedServers servers) : WarmRunTest(servers)
{
    [Fact]
    public async Task Recent_queries_are_warmed_verbatim_most_frequent_and_latest_first()
    {
        await using var database = await CreateDatabaseAsync();
        await new UsagePartitions(database.Primary, NullLogger<UsagePartitions>.Instance).CreateAsync(
            DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime).AddDays(-2), DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime), Token);
        await RecordRequestsAsync(database, "/api/v1/companies/aapl/overview", times: 3, hoursAgo: 1);
        await RecordRequestsAsync(database, "/api/v1/companies/AAPL/statements/income?periods=8", times: 5, hoursAgo: 1);
        await RecordRequestsAsync(database, "/api/v1/timeseries?companies=AAPL,NVDA&metrics=Revenue", times: 9, hoursAgo: 20);
        await RecordRequestsAsync(database, "/api/v1/companies/AAPL/ratios", times: 50, hoursAgo: 25);
        await RecordRequestsAsync(database, null, times: 99, hoursAgo: 1);
        await database.Cluster.WaitForReplayAsync();
        var api = new FakeApi();

        await CreateRunner(database, api, new WarmingOptions { ApiKey = "k", MaxConcurrent = 1 })
            .RunAsync(new WarmJob(WarmStrategy.RecentQueries), Token);

        Assert.Equal(
            ["AAPL/statements/income?periods=8", "aapl/overview", "/api/v1/timeseries?companies=AAPL,NVDA&metrics=Revenue"],
            api.Requests);
        Assert.Equal("prefetch", api.Purpose);
        Assert.Equal("recent_queries medium 3 3 3 3 0 0 1", await database.ScalarAsync<string>(Counts));
    }

    [Fact]
    public async Task Without_a_key_recent_queries_that_need_one_are_skipped()
    {
        await using var database = await CreateDatabaseAsync();
        await new UsagePartitions(database.Primary, NullLogger<UsagePartitions>.Instance)
            .CreateAsync(DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime), DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime), Token);
        await RecordRequestsAsync(database, "/api/v1/companies/AAPL/ratios", times: 5, hoursAgo: 1);
        await RecordRequestsAsync(database, "/api/v1/companies/AAPL/overview?fields=all", times: 1, hoursAgo: 1);
        await database.Cluster.WaitForReplayAsync();
        var api = new FakeApi();

        await CreateRunner(database, api, new WarmingOptions()).RunAsync(new WarmJob(WarmStrategy.RecentQueries), Token);

        Assert.Equal(["AAPL/overview?fields=all"], api.Requests);
    }

    [Fact]
    public async Task Without_a_key_only_open_responses_are_requested()
    {
        await using var database = await CreateDatabaseAsync();
        var api = new FakeApi();

        await CreateRunner(database, api, new WarmingOptions()).RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.Equal(["AAPL/overview"], api.Requests);
    }

    [Fact]
    public async Task A_company_that_is_not_loaded_is_skipped_with_a_log_line()
    {
        await using var database = await CreateDatabaseAsync();
        var api = new FakeApi();
        var log = new FakeLogCollector();

        await CreateRunner(database, api, new WarmingOptions { Companies = ["MSFT", "aapl", "0000320193", "NONE"], ApiKey = "k" }, log)
            .RunAsync(new WarmJob(WarmStrategy.PopularCompanies), Token);

        Assert.NotEmptyAndAll(api.Requests, path => Assert.StartsWith("aapl/", path, StringComparison.Ordinal));
        Assert.Equal("MSFT,NONE", await database.ScalarAsync<string>("select array_to_string(skipped, ',') from warm_runs"));
        Assert.Contains("MSFT is not loaded and is left out of popular_companies", log.GetSnapshot().Select(line => line.Message));
    }

    [Fact]
    public async Task Companies_about_to_report_are_found_by_filing_dates_marked_as_estimates()
    {
        var results = SomeCompanies.AnnualReport with
        {
            Accession = "0000320193-25-000007",
            Form = "8-K",
            Items = "2.02,9.01",
            Filed = new DateOnly(2025, 2, 26),
        };
        var amended = results with { Accession = "0000320193-25-000008", Form = "8-K/A", Filed = new DateOnly(2025, 2, 21) };
        var vote = results with { Accession = "0000320193-25-000009", Items = "5.07", Filed = new DateOnly(2025, 2, 20) };
        await using var database = await CreateDatabaseAsync(SomeCompanies.Company(filings: [results, amended, vote]));
        var api = new FakeApi();

        await CreateRunner(database, api).RunAsync(new WarmJob(WarmStrategy.UpcomingEarnings), Token);

        Assert.Equal(8, api.Requests.Count(path => path.StartsWith("AAPL/", StringComparison.Ordinal)));
        Assert.Equal(
            "estimated, not announced, report dates: AAPL 2026-02-25", await database.ScalarAsync<string>("select reason from warm_runs"));
    }

    [Fact]
    public async Task A_limited_run_takes_popular_companies_first()
    {
        await using var database = await CreateDatabaseAsync();
        await database.Store.WriteAsync(Another(1, "ONE"), Token);
        await database.Store.WriteAsync(Another(2, "TWO"), Token);
        var api = new FakeApi();

        await CreateRunner(database, api, new WarmingOptions { MaxCompanies = 2, MaxConcurrent = 1 })
            .RunAsync(new WarmJob(WarmStrategy.RefreshedCompanies, ["0000000001", "0000000002", "0000320193"]), Token);

        Assert.Equal(["0000320193/overview", "0000000001/overview"], api.Requests);
        Assert.StartsWith("refreshed_companies urgent 2 2", await database.ScalarAsync<string>(Counts), StringComparison.Ordinal);
    }

    private static PreparedCompany Another(long cik, string ticker)
    {
        var number = new Cik(cik);
        return SomeCompanies.Company() with
        {
            Cik = number,
            Profile = SomeCompanies.AppleProfile with { Cik = number, Tickers = [ticker] },
        };
    }

    private async Task RecordRequestsAsync(EdgarDatabase database, string? target, int times, int hoursAgo)
    {
        var rows = new UsageRows();
        for (var i = 0; i < times; i++)
            rows.Add(SomeUsage.Record(Time.GetUtcNow().UtcDateTime.AddHours(-hoursAgo)) with { Target = target });
        await new UsageTable(database.Primary).WriteAsync([rows.Take(Time.GetUtcNow().UtcDateTime)], Token);
    }
}
