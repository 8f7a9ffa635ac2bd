using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Api.OpenApi;
using EdgarApi.Client;
using EdgarApi.Client.Connections;
using EdgarApi.Client.Parameters;
using EdgarApi.Client.Resources;
using EdgarApi.Contracts.Responses;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http.Resilience;

namespace EdgarApi.Tests.Clients;

/// <summary>The C# client against the API over sockets.</summary>
public sealed class EdgarApiClientTests(SharedServers servers, ApiServer api)
{
    private static readonly StatementParameters AllLines = new() { Fields = ["all"], Periods = 2 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Requests of the client, each with the address of the same response.</summary>
    public static TheoryData<string> Addresses => [.. Requests.Keys];

    private static Dictionary<string, Func<EdgarApiClient, Task<object>>> Requests => new()
    {
        ["/api/v1/companies?query=apple&limit=3"] = async client => await client.Companies.GetAsync(new() { Query = "apple", Limit = 3 }),
        ["/api/v1/companies/AAPL"] = async client => await client.Companies["AAPL"].Profile.GetAsync(Token),
        ["/api/v1/companies/AAPL/overview?fields=all"] = async client =>
            await client.Companies["AAPL"].Overview.GetAsync(new() { Fields = ["all"] }),
        ["/api/v1/companies/AAPL/statements/income?periods=2&fields=all"] = async client =>
            await client.Companies["AAPL"].Income.GetAsync(AllLines),
        ["/api/v1/companies/TSM/statements/balance?periods=2&view=reported&fields=all"] = async client =>
            await client.Companies["TSM"].Balance.GetAsync(AllLines with { View = LineView.Reported }),
        ["/api/v1/companies/NVDA/statements/cashflow?freq=ttm&asOf=2024-12-31&calendar=true"] = async client =>
            await client.Companies["NVDA"].CashFlow.GetAsync(new()
            {
                Frequency = PeriodFrequency.TrailingTwelveMonths, AsOf = new DateOnly(2024, 12, 31), Calendar = true,
            }),
        ["/api/v1/companies/AAPL/timeseries?metrics=Revenue,EpsDiluted&freq=quarterly&vintage=original&fields=all"] = async client =>
            await client.Companies["AAPL"].TimeSeries.GetAsync(new()
            {
                Metrics = ["Revenue", "EpsDiluted"], Frequency = PeriodFrequency.Quarterly, Vintage = ValueVintage.Original,
                Fields = ["all"],
            }),
        ["/api/v1/timeseries?companies=AAPL,TSM&metrics=Revenue&freq=quarterly&fields=all"] = async client =>
            await client.TimeSeries.GetAsync(new()
            {
                Companies = ["AAPL", "TSM"], Metrics = ["Revenue"], Frequency = PeriodFrequency.Quarterly, Fields = ["all"],
            }),
        ["/api/v1/statements/income?companies=AAPL,TSM&periods=2&fields=all"] = async client =>
            await client.Statements.Income.GetAsync(new() { Companies = ["AAPL", "TSM"], Periods = 2, Fields = ["all"] }),
        ["/api/v1/statements/balance?companies=AAPL,KO&calendar=true&adjusted=false"] = async client =>
            await client.Statements.Balance.GetAsync(new() { Companies = ["AAPL", "KO"], Calendar = true, Adjusted = false }),
        ["/api/v1/statements/cashflow?companies=AAPL,TSM&freq=quarterly"] = async client =>
            await client.Statements.CashFlow.GetAsync(new() { Companies = ["AAPL", "TSM"], Frequency = PeriodFrequency.Quarterly }),
        ["/api/v1/ratios?companies=AAPL,TSM&periods=1&fields=all"] = async client =>
            await client.Ratios.GetAsync(new() { Companies = ["AAPL", "TSM"], Periods = 1, Fields = ["all"] }),
        ["/api/v1/companies/AAPL/ratios?fields=all&periods=1"] = async client =>
            await client.Companies["AAPL"].Ratios.GetAsync(new() { Fields = ["all"], Periods = 1 }),
        ["/api/v1/companies/AAPL/facts?concept=us-gaap:NetIncomeLoss&form=10-K&filedFrom=2020-01-01"] = async client =>
            await client.Companies["AAPL"].Facts.GetAsync(new()
            {
                Concept = "us-gaap:NetIncomeLoss", Forms = ["10-K"], FiledFrom = new DateOnly(2020, 1, 1),
            }),
        ["/api/v1/companies/AAPL/filings?form=10-K,10-Q&limit=5"] = async client =>
            await client.Companies["AAPL"].Filings.GetAsync(new() { Forms = ["10-K", "10-Q"], Limit = 5 }),
        ["/api/v1/updates?since=2020-01-01&limit=3"] = async client =>
            await client.Updates.GetAsync(new() { Since = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), Limit = 3 }),
        ["/api/v1/frames/Revenue/CY2024?currency=USD&limit=2"] = async client =>
            await client.Frames["Revenue", "CY2024"].GetAsync(new() { Currency = "USD", Limit = 2 }),
        ["/api/v1/screen?where=Revenue>1e9,NetMargin>0.2|RevenueGrowth>0.1&currency=USD&sort=NetMargin&fields=NetIncome&limit=2"] =
            async client => await client.Screen.GetAsync(new()
            {
                Where = ["Revenue>1e9", "NetMargin>0.2|RevenueGrowth>0.1"], Currency = "USD", Sort = "NetMargin", Fields = ["NetIncome"],
                Limit = 2,
            }),
        ["/api/v1/companies/NVDA/peers?period=latest&fields=NetMargin"] = async client =>
            await client.Companies["NVDA"].Peers.GetAsync(new() { Period = "latest", Fields = ["NetMargin"] }),
        ["/api/v1/datasets?name=values&since=1"] = async client => await client.Datasets.GetAsync(new() { Name = "values", Since = 1 }),
        ["/api/v1/metrics?statement=income"] = async client => await client.Metrics.GetAsync(new() { Statement = "income" }),
    };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_typed_response_has_every_member_and_digit_of_the_JSON(string address)
    {
        using var http = await api.KestrelClientAsync(servers);
        using var client = Create(http);
        var sent = JsonNode.Parse(await http.GetStringAsync(new Uri(address, UriKind.Relative), Token));
        var typed = await Requests[address](client);
        var type = typed.GetType();
        var written = JsonSerializer.SerializeToNode(typed, ResponsesJson.Default.GetTypeInfo(type)!);
        Assert.True(JsonNode.DeepEquals(sent, written), $"{sent}\n{written}");
    }

    [Fact]
    public async Task A_file_of_a_dataset_is_downloaded_and_checked()
    {
        using var http = await api.KestrelClientAsync(servers);
        using var client = Create(http);
        var folder = await api.DatasetsAsync(servers);
        var list = await client.Datasets.GetAsync(new() { Name = "filings" }, Token);
        var file = list.Datasets.MinBy(file => file.Bytes)!;
        using var received = new MemoryStream();

        await client.Datasets.DownloadAsync(file, received, Token);

        Assert.Equal(
            await File.ReadAllBytesAsync(folder.GetPath(folder.Read()!.Find("filings", $"{file.Year}")!), Token), received.ToArray());
        await Assert.ThrowsAsync<InvalidDataException>(
            () => client.Datasets.DownloadAsync(file with { Etag = "\"another\"" }, Stream.Null, Token));
        var error = await Assert.ThrowsAsync<EdgarApiException>(
            () => client.Datasets.DownloadAsync(file with { Url = "/api/v1/datasets/values/1850.parquet" }, Stream.Null, Token));
        Assert.Equal("resource_not_found", error.Code);
    }

    [Fact]
    public async Task A_statement_has_values_with_their_filings()
    {
        using var http = await api.KestrelClientAsync(servers);
        using var client = Create(http);
        var income = await client.Companies["aapl"].Income.GetAsync(
            new() { Fields = ["Revenue", "sources"], To = new DateOnly(2025, 12, 31), Periods = 1 }, Token);
        var revenue = Assert.Single(income.Lines);
        Assert.Equal(("FY2025", 416161000000m), (Assert.Single(income.Periods).Key, Assert.Single(revenue.Values)));
        Assert.Equal("0000320193-25-000079", Assert.Single(revenue.Sources!)?.Accession);
    }

    [Fact]
    public async Task Lists_follow_every_page()
    {
        using var http = await api.KestrelClientAsync(servers);
        using var client = Create(http);
        var parameters = new FactParameters { Concept = "us-gaap:NetIncomeLoss", Forms = ["10-K"], Limit = 1000 };
        var all = await client.Companies["AAPL"].Facts.GetAsync(parameters, Token);
        Assert.True(all.Total > 20);
        var listed = await client.Companies["AAPL"].Facts.ListAsync(parameters with { Limit = 7 }, Token).ToListAsync(Token);
        Assert.Equal(all.Facts, listed);
    }

    [Fact]
    public async Task Pages_of_a_statement_go_back_to_the_oldest_period()
    {
        using var http = await api.KestrelClientAsync(servers);
        using var client = Create(http);
        var pages = await client.Companies["AAPL"].Income.GetPagesAsync(new() { Periods = 10 }, Token).ToListAsync(Token);
        Assert.True(pages.Count > 1);
        var keys = pages.SelectMany(page => page.Periods).Select(period => period.End).ToList();
        Assert.Equal(keys.Distinct().OrderDescending(), keys);
    }

    [Fact]
    public async Task A_problem_is_an_exception_with_its_members()
    {
        using var http = await api.KestrelClientAsync(servers);
        using var client = Create(http);
        var unknown = await Assert.ThrowsAsync<EdgarApiException>(() => client.Companies["APPL"].Overview.GetAsync(Token));
        Assert.Equal(
            (HttpStatusCode.NotFound, "company_not_found", "/problems/company_not_found"),
            (unknown.Status, unknown.Code, unknown.ProblemType));
        Assert.Contains("AAPL", unknown.Suggestions);
        Assert.StartsWith("No company has the ticker or CIK 'APPL'. Did you mean ", unknown.Message, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", unknown.TraceId);

        var invalid = await Assert.ThrowsAsync<EdgarApiException>(
            () => client.Companies["AAPL"].Income.GetAsync(new() { Periods = 99 }, Token));
        Assert.Equal(["must be between 1 and 40"], invalid.Errors["periods"]);
    }

    [Fact]
    public async Task Without_a_key_the_code_says_so()
    {
        using var http = await api.KestrelClientAsync(servers);
        using var client = new EdgarApiClient(new EdgarApiClientOptions { BaseAddress = http.BaseAddress });
        Assert.NotEmpty((await client.Metrics.GetAsync(Token)).Metrics);
        var missing = await Assert.ThrowsAsync<EdgarApiException>(() => client.Companies["AAPL"].Income.GetAsync(Token));
        Assert.Equal((HttpStatusCode.Unauthorized, "api_key_missing"), (missing.Status, missing.Code));
    }

    [Theory]
    [InlineData("3", 3)]
    [InlineData("Sat, 28 Nov 2026 10:00:20 GMT", 20)]
    public async Task An_answer_of_another_server_is_an_exception_with_when_to_retry(string retryAfter, int seconds)
    {
        using var handler = new StubHandler(_ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>") };
            response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
            response.Headers.TryAddWithoutValidation("Date", "Sat, 28 Nov 2026 10:00:00 GMT");
            return response;
        });
        using var http = new HttpClient(handler);
        using var client = new EdgarApiClient(http, new EdgarApiClientOptions { BaseAddress = new Uri("http://api/prefix") });
        var error = await Assert.ThrowsAsync<EdgarApiException>(() => client.Updates.GetAsync(Token));
        Assert.Equal((HttpStatusCode.BadGateway, null, TimeSpan.FromSeconds(seconds)), (error.Status, error.Code, error.RetryAfter));
        Assert.Equal(
            "http://api/prefix/api/v1/updates responded with 502 Bad Gateway, which is no problem document of EdgarApi", error.Message);
    }

    [Fact]
    public async Task A_kept_response_is_revalidated_and_not_sent_again()
    {
        using var http = await api.KestrelClientAsync(servers);
        using var recorder = new StatusRecorder();
        using var recorded = new HttpClient(recorder);
        using var client = new EdgarApiClient(
            recorded, new EdgarApiClientOptions { BaseAddress = http.BaseAddress, ApiKey = ApiServer.Key, CacheBytes = 1_000_000 });
        var first = await client.Companies["AAPL"].Ratios.GetAsync(Token);
        var second = await client.Companies["AAPL"].Ratios.GetAsync(Token);
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotModified], recorder.Statuses);
        Assert.Equal(JsonSerializer.Serialize(first), JsonSerializer.Serialize(second));
    }

    [Fact]
    public async Task A_session_token_and_a_prefetch_are_sent_as_headers()
    {
        HttpRequestMessage? sent = null;
        using var handler = new StubHandler(request =>
        {
            sent = request;
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}") };
        });
        using var http = new HttpClient(handler);
        using var client = new EdgarApiClient(http, new EdgarApiClientOptions
        {
            BaseAddress = new Uri("http://api"), SessionToken = "token", IsPrefetch = true,
        });
        await client.GetContentAsync("/api/v1", Token);
        Assert.Equal("Bearer token", sent!.Headers.Authorization!.ToString());
        Assert.Equal("prefetch", Assert.Single(sent.Headers.GetValues("Sec-Purpose")));
        Assert.False(sent.Headers.Contains("X-Api-Key"));
    }

    [Fact]
    public async Task The_client_is_registered_with_its_options()
    {
        using var http = await api.KestrelClientAsync(servers);
        var services = new ServiceCollection();
        services.AddEdgarApiClient(options => (options.BaseAddress, options.ApiKey) = (http.BaseAddress, ApiServer.Key));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<EdgarApiClient>();
        Assert.Equal("0001045810", (await client.Companies["NVDA"].Filings.GetAsync(Token)).Company.Cik);
    }

    /// <summary>The handler is configured as docs/clients.md says.</summary>
    [Fact]
    public async Task A_hedging_handler_repeats_a_read_without_response()
    {
        using var http = await api.KestrelClientAsync(servers);
        var services = new ServiceCollection();
        var builder = services.AddEdgarApiClient(options => (options.BaseAddress, options.ApiKey) = (http.BaseAddress, ApiServer.Key));
        builder.AddStandardHedgingHandler().Configure(hedging => hedging.Hedging.Delay = TimeSpan.FromSeconds(0.5));
        var attempts = new SilentFirstAttempt();
        builder.AddHttpMessageHandler(() => attempts);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<EdgarApiClient>();

        Assert.Equal("0001045810", (await client.Companies["NVDA"].Filings.GetAsync(Token)).Company.Cik);
        Assert.Equal(2, attempts.Count);
    }

    /// <summary>Does not respond to the first request, as a process that hangs.</summary>
    private sealed class SilentFirstAttempt : DelegatingHandler
    {
        public int Count;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Interlocked.Increment(ref Count) == 1) await Task.Delay(Timeout.Infinite, cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }

    [Fact]
    public async Task Members_are_nullable_where_the_OpenAPI_document_allows_null_or_absence()
    {
        using var http = await api.KestrelClientAsync(servers);
        using var document = JsonDocument.Parse(
            await http.GetStringAsync(new Uri(Documentation.DocumentAddress, UriKind.Relative), Token));
        var schemas = document.RootElement.GetProperty("components").GetProperty("schemas");
        var members =
            from type in typeof(CompanyReference).Assembly.GetTypes()
            where type.Namespace == typeof(CompanyReference).Namespace && !type.IsInterface
            let schema = schemas.GetProperty(type.Name.EndsWith("Response", StringComparison.Ordinal) ? type.Name[..^8] : type.Name)
            let required = schema.GetProperty("required").EnumerateArray().Select(name => name.GetString()).ToHashSet()
            from member in schema.GetProperty("properties").EnumerateObject()
            let property = type.GetProperty($"{char.ToUpperInvariant(member.Name[0])}{member.Name[1..]}")
            // An absent flag means false.
            where property.PropertyType != typeof(bool)
            select (
                Name: $"{type.Name}.{property.Name}",
                IsNullable: new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable,
                MayBeMissing: !required.Contains(member.Name) || AllowsNull(member.Value));
        Assert.NotEmptyAndAll(members.ToList(), member => Assert.Equal(member.MayBeMissing, member.IsNullable));

        static bool AllowsNull(JsonElement schema) =>
            (schema.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.Array
                && type.EnumerateArray().Any(name => name.GetString() == "null"))
            || (schema.TryGetProperty("oneOf", out var choices) && choices.EnumerateArray().Any(choice =>
                choice.TryGetProperty("type", out var only) && only.ValueEquals("null")));
    }

    [Fact]
    public void Invalid_settings_are_rejected()
    {
        Assert.Throws<ArgumentException>(() => new EdgarApiClient(new EdgarApiClientOptions()));
        Assert.Throws<ArgumentException>(() => new EdgarApiClient(new EdgarApiClientOptions
        {
            BaseAddress = new Uri("http://api"), ApiKey = "key", SessionToken = "token",
        }));
    }

    private static EdgarApiClient Create(HttpClient http) =>
        new(new EdgarApiClientOptions { BaseAddress = http.BaseAddress, ApiKey = ApiServer.Key });

    private sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = answer(request);
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }

    private sealed class StatusRecorder() : DelegatingHandler(new HttpClientHandler())
    {
        public List<HttpStatusCode> Statuses { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            Statuses.Add(response.StatusCode);
            return response;
        }
    }
}
