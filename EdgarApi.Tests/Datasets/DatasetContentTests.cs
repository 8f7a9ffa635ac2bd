using System.Globalization;
using System.Text.Json;
using EdgarApi.Datasets.Columns;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Architecture;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage.Metrics;

namespace EdgarApi.Tests.Datasets;

/// <summary>The files have what the database and the API have, read by DuckDB.</summary>
public sealed class DatasetContentTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    private readonly SharedServers _servers = servers;
    private readonly ApiServer _api = api;

    [Fact]
    public async Task Counts_and_sums_are_those_of_the_database()
    {
        var (folder, database) = ((await _api.DatasetsAsync(_servers)).Path, await _api.DatabaseAsync(_servers));
        using var duck = new DuckDb();

        var values = duck.Single(
            $"select count(*), count(value), sum(value), count(reason), count(exactValue) from {DuckDb.Files(folder, "values")}");
        var stored = await StoredValues.ReadAsync(database);
        decimal[] expected =
        [
            stored.Count, stored.Count(value => value.Value is not null), stored.Sum(value => value.Value ?? 0),
            stored.Count(value => value.Reason is not null), 0,
        ];
        Assert.Equal(expected, values.Select(ToNumber));

        foreach (var (ticker, cik) in ((string, int)[])[("AAPL", 320193), ("TSM", 1046179), ("RY", 1000275)])
        {
            Assert.Equal(
                (await GetJsonAsync($"/api/v1/companies/{ticker}/facts?limit=1")).GetProperty("total").GetInt32(),
                ToNumber(duck.Single($"select count(value) from {DuckDb.Files(folder, "facts")} where cik = {cik}")[0]));
        }

        Assert.Equal(
            await database.ScalarAsync<string>(
                "select concat_ws(' ', count(*), count(distinct cik), min(filed), max(accepted_at)) from filings"),
            string.Join(' ', duck.Single(
                $"""
                select count(*), count(distinct cik), min(filed)::varchar, strftime(max(acceptedAt), '%Y-%m-%d %H:%M:%S+00')
                from {DuckDb.Files(folder, "filings")}
                """)));
        Assert.Equal(
            await database.ScalarAsync<string>("select concat_ws(' ', count(*), max(revision), count(sic)) from companies"),
            string.Join(' ', duck.Single($"select count(*), max(revision), count(sic) from {DuckDb.Files(folder, "companies")}")));
    }

    /// <summary>Derived from the SEC's file without the code that reads it.</summary>
    [Fact]
    public async Task Facts_are_those_of_the_SECs_file_digit_for_digit()
    {
        var folder = (await _api.DatasetsAsync(_servers)).Path;
        using var document = JsonDocument.Parse(EdgarData.CompanyFacts(320193));
        var facts = document.RootElement.GetProperty("facts").EnumerateObject()
            .SelectMany(taxonomy => taxonomy.Value.EnumerateObject())
            .SelectMany(concept => concept.Value.GetProperty("units").EnumerateObject())
            .SelectMany(unit => unit.Value.EnumerateArray().Select(fact => (Unit: unit.Name, Value: fact.GetProperty("val").GetDecimal())))
            .GroupBy(fact => fact.Unit)
            .ToDictionary(unit => unit.Key, unit => (Count: unit.Count(), Sum: unit.Sum(fact => fact.Value)));
        using var duck = new DuckDb();

        var exported = duck.Query(
            $"select unit, count(*), sum(value), count(exactValue) from {DuckDb.Files(folder, "facts")} where cik = 320193 group by unit");

        Assert.Contains("USD/shares", facts.Keys);
        Assert.Equal(facts.Keys.Order(StringComparer.Ordinal), exported.Select(row => row[0]!).Order(StringComparer.Ordinal));
        Assert.All(exported, row =>
        {
            Assert.Equal((facts[row[0]!].Count, facts[row[0]!].Sum), ((int)ToNumber(row[1]), ToNumber(row[2])));
            Assert.Equal("0", row[3]);
        });
    }

    [Theory]
    [InlineData("AAPL", 320193, "Revenue", "annual")]
    [InlineData("AAPL", 320193, "EpsDiluted", "quarterly")]
    [InlineData("NVDA", 1045810, "NetIncome", "ttm")]
    [InlineData("TSM", 1046179, "Assets", "annual")]
    public async Task Values_and_sources_are_those_of_the_API(string ticker, int cik, string metric, string freq)
    {
        var folder = (await _api.DatasetsAsync(_servers)).Path;
        var answer = await GetJsonAsync($"/api/v1/companies/{ticker}/timeseries?metrics={metric}&freq={freq}&periods=40");
        var points = answer.GetProperty("metrics")[0].GetProperty("points").EnumerateArray()
            .Where(point => point.GetProperty("value").ValueKind == JsonValueKind.Number)
            .Select(point => (
                End: point.GetProperty("end").GetString(), Value: point.GetProperty("value").GetDecimal(),
                Accession: point.GetProperty("source").GetProperty("accession").GetString(),
                Concept: point.GetProperty("source").GetProperty("concept").GetString()))
            .ToList();
        using var duck = new DuckDb();

        var rows = duck.Query(
            $"""
            select periodEnd::varchar, value, accession, concept from {DuckDb.Files(folder, "values")}
            where cik = {cik} and metric = '{metric}' and freq = '{freq}' and value is not null order by periodEnd desc limit {points.Count}
            """);

        Assert.NotEmpty(points);
        Assert.Equal(
            points.OrderByDescending(point => point.End, StringComparer.Ordinal),
            rows.Select(row => (End: row[0], Value: ToNumber(row[1]), Accession: row[2], Concept: row[3])));
    }

    [Fact]
    public async Task Filings_are_those_of_the_API()
    {
        var folder = (await _api.DatasetsAsync(_servers)).Path;
        var answer = await GetJsonAsync("/api/v1/companies/AAPL/filings?form=10-K&limit=100");
        using var duck = new DuckDb();

        var rows = duck.Query(
            $"""
            select accession, url from {DuckDb.Files(folder, "filings")} where cik = 320193 and upper(form) = '10-K'
            order by filed desc, accession desc
            """);

        Assert.Equal(
            answer.GetProperty("filings").EnumerateArray().Select(filing =>
                (filing.GetProperty("accession").GetString(), filing.GetProperty("url").GetString())),
            rows.Select(row => (row[0], row[1])));
    }

    [Theory]
    [InlineData("values", "periodEnd")]
    [InlineData("facts", "periodEnd")]
    [InlineData("filings", "filed")]
    public async Task Each_file_has_the_rows_of_its_year_and_the_manifest_counts_them(string dataset, string column)
    {
        var datasets = await _api.DatasetsAsync(_servers);
        using var duck = new DuckDb();
        Assert.NotEmptyAndAll(datasets.Read()!.Files.Where(file => file.Name == dataset), file => Assert.Equal(
            [$"{file.Rows}", $"{file.Year}", $"{file.Year}"],
            duck.Single(
                $"select count(*), min(year({column})), max(year({column})) from read_parquet('{datasets.GetPath(file)}')")));
    }

    /// <summary>An engine that trusts statistics skips row groups by them.</summary>
    [Fact]
    public async Task Statistics_of_row_groups_are_those_of_the_values()
    {
        var folder = (await _api.DatasetsAsync(_servers)).Path;
        using var duck = new DuckDb();
        var columns = duck.Query(
            $"""
            select distinct path_in_schema from parquet_metadata('{folder}/filings/*.parquet')
            where path_in_schema in ('filed', 'acceptedAt', 'cik') and stats_min_value is not null
            """);
        Assert.Equal(3, columns.Count);
        foreach (var (dataset, column, type) in ((string, string, string)[])
            [("filings", "filed", "date"), ("filings", "acceptedAt", "timestamptz"), ("facts", "value", "decimal(29,10)")])
        {
            var statistics = duck.Single(
                $"""
                select min(stats_min_value::{type})::varchar, max(stats_max_value::{type})::varchar
                from parquet_metadata('{folder}/{dataset}/*.parquet') where path_in_schema = '{column}'
                """);
            Assert.Equal(
                duck.Single($"select min({column})::varchar, max({column})::varchar from {DuckDb.Files(folder, dataset)}"), statistics);
        }
    }

    /// <summary>The page is written by hand; this compares it with the columns.</summary>
    [Fact]
    public async Task The_page_describes_every_column_as_it_is()
    {
        var folder = (await _api.DatasetsAsync(_servers)).Path;
        var page = RepositoryFiles.Read("docs/datasets.md");
        using var duck = new DuckDb();
        Check(DatasetCatalog.Values);
        Check(DatasetCatalog.Facts);
        Check(DatasetCatalog.Filings);
        Check(DatasetCatalog.Companies);

        void Check<TRow>(Dataset<TRow> dataset)
        {
            Assert.Equal(
                duck.Query($"describe select * from {DuckDb.Files(folder, dataset.Name)}").Select(row => $"{row[0]} {row[1]}"),
                dataset.Columns.Select(column => $"{column.Name} {column.Type}"));
            var table = string.Join('\n', dataset.Columns.Select(
                column => $"| `{column.Name}` | {column.Type} | {column.Description} |"));
            Assert.Contains($"**`{dataset.Name}`**: {dataset.Description}", page, StringComparison.Ordinal);
            Assert.Contains(table, page, StringComparison.Ordinal);
        }
    }

    private static decimal ToNumber(string? text) => decimal.Parse(text!, CultureInfo.InvariantCulture);
}
