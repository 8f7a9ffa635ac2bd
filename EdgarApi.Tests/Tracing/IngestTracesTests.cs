using System.Diagnostics;
using EdgarApi.Financials.Companies;
using EdgarApi.Sec.Sources;
using EdgarApi.ServiceDefaults.Telemetry;
using EdgarApi.Storage.Ingest;
using EdgarApi.Tests.Servers;
using EdgarApi.Tests.Storage;
using EdgarApi.Tests.Storage.Ingest;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace EdgarApi.Tests.Tracing;

public sealed class IngestTracesTests(SharedServers servers)
{
    private readonly string _source = $"test {Guid.NewGuid()}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_one_trace_with_a_span_per_company_that_contains_its_statements()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var broken = new CompanyDocument
        {
            Cik = new Cik(1),
            Origin = "broken.json",
            Fault = new DocumentFault("broken.json", 7, "it is truncated"),
        };
        var spans = await RunAsync(database, RealCompanies.Documents("AAPL", "NVDA").Append(broken));

        var run = Assert.Single(spans, span => span.DisplayName == "ingest run");
        Assert.Null(run.ParentId);
        var companies = spans.Where(span => span.DisplayName == "ingest company")
            .ToDictionary(span => (string)span.GetTagItem("edgar.cik")!);
        Assert.Equal(3, companies.Count);
        Assert.All(companies.Values, company => Assert.Equal(run.SpanId, company.ParentSpanId));
        Assert.Equal("written", companies[SomeCompanies.Apple.ToString()].GetTagItem("edgar.outcome"));
        var failed = new Cik(1).ToString();
        Assert.Equal(
            ("failed", ActivityStatusCode.Error, "it is truncated"),
            (companies[failed].GetTagItem("edgar.outcome"), companies[failed].Status, companies[failed].StatusDescription));
        Assert.Contains(spans, span =>
            span.Source.Name == "Npgsql" && span.ParentSpanId == companies[SomeCompanies.Apple.ToString()].SpanId);
    }

    [Fact]
    public async Task A_long_run_traces_the_statements_of_its_first_companies_only()
    {
        await using var database = await EdgarDatabase.CreateAsync(await servers.PostgresAsync());
        var many = Enumerable.Range(1, IngestTracing.DetailedCompanies)
            .Select(number => new CompanyDocument
            {
                Cik = new Cik(number),
                Origin = $"{number}.json",
                Fault = new DocumentFault($"{number}.json", null, "it is empty"),
            });
        await RunAsync(database, many.ToAsyncEnumerable());
        var spans = await RunAsync(database, many.ToAsyncEnumerable().Concat(Later()));

        var company = Assert.Single(spans, span => span.GetTagItem("edgar.cik") as string == SomeCompanies.Apple.ToString());
        Assert.Equal("written", company.GetTagItem("edgar.outcome"));
        Assert.DoesNotContain(spans, span => span.ParentSpanId == company.SpanId);

        // Companies are ingested in parallel. This one waits until the earlier ones are done.
        async IAsyncEnumerable<CompanyDocument> Later()
        {
            await Waiting.UntilAsync(async () =>
                await database.ScalarAsync<long>("select count(*) from ingest_failures") == 2 * IngestTracing.DetailedCompanies);
            await foreach (var document in RealCompanies.Documents("AAPL"))
                yield return document;
        }
    }

    private async Task<IReadOnlyList<Activity>> RunAsync(EdgarDatabase database, IAsyncEnumerable<CompanyDocument> documents)
    {
        using var spans = new RecordedSpans();
        using var tracer = Sdk.CreateTracerProviderBuilder()
            .AddSource(IngestTracing.SourceName, "Npgsql")
            .SetSampler(new ParentBasedSampler(new SpanSampler(new AlwaysOnSampler())))
            .AddProcessor(spans)
            .Build();
        await database.Pipeline.RunAsync(_source, documents, null, Token);
        return spans.InTrace(spans.All.Last(span => span.GetTagItem("edgar.source") as string == _source).TraceId);
    }
}
