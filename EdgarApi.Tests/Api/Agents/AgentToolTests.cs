using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Contracts;
using EdgarApi.Tests.Accounts;
using EdgarApi.Tests.Clients;
using EdgarApi.Tests.Servers;
using Json.Schema;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace EdgarApi.Tests.Api.Agents;

/// <summary>The tools for agents, called with the C# and the npm SDK of the Model Context Protocol.</summary>
public sealed class AgentToolTests(SharedServers servers, ApiServer api, NpmPackages packages) : OwnApiTest(servers, api)
{
    private readonly SharedServers _servers = servers;
    private readonly ApiServer _api = api;

    /// <summary>One call of every tool.</summary>
    public static TheoryData<string, string> Calls => new()
    {
        { "search_companies", """{ "query": "aple" }""" },
        { "get_company", """{ "company": "AAPL" }""" },
        { "get_company", """{ "company": "RY", "fields": ["latestBalance", "coverage"] }""" },
        { "get_statement", """{ "company": "AAPL", "statement": "income" }""" },
        { "get_statement", """{ "company": "NVDA", "statement": "balance", "freq": "quarterly", "fields": "all", "calendar": true }""" },
        { "get_statement", """{ "company": "TSM", "statement": "cashflow", "view": "reported", "periods": 1 }""" },
        {
            "get_time_series",
            """{ "companies": ["AAPL", "TSM"], "metrics": ["Revenue", "NetIncome"], "freq": "quarterly", "growth": true }"""
        },
        { "get_ratios", """{ "company": "AAPL" }""" },
        { "get_ratios", """{ "company": "NVDA", "fields": ["CurrentRatio", "operands"], "periods": 1, "freq": "ttm" }""" },
        { "get_facts", """{ "company": "AAPL", "concept": "us-gaap:NetIncomeLoss" }""" },
        { "list_filings", """{ "company": "AAPL", "form": ["10-K", "10-Q"] }""" },
        { "screen_companies", """{ "where": ["Revenue>1e11", "NetMargin>0.2|RevenueGrowth>0.1"], "currency": "USD" }""" },
        { "screen_companies", """{ "where": "NetMargin>0", "limit": 1 }""" },
        { "list_metrics", "{}" },
        { "list_metrics", """{ "statement": "income" }""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_result_is_of_its_schema(string tool, string arguments)
    {
        await using var client = await ConnectAsync();
        var described = Assert.Single(await client.ListToolsAsync(cancellationToken: Token), listed => listed.Name == tool).ProtocolTool;
        var result = await CallAsync(client, tool, arguments);
        Assert.False(result.IsError ?? false, GetText(result));
        var schema = JsonSchema.FromText(described.OutputSchema!.Value.GetRawText());
        var checkedResult = schema.Evaluate(
            JsonNode.Parse(result.StructuredContent!.Value.GetRawText()), new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(checkedResult.IsValid, JsonSerializer.Serialize(checkedResult));
        Assert.True(JsonElement.DeepEquals(result.StructuredContent!.Value, JsonSerializer.Deserialize<JsonElement>(GetText(result))));
    }

    [Fact]
    public async Task Arguments_have_the_bounds_choices_and_defaults_of_the_parameters()
    {
        await using var client = await ConnectAsync();
        var tools = (await client.ListToolsAsync(cancellationToken: Token))
            .ToDictionary(tool => tool.Name, tool => tool.ProtocolTool.InputSchema);
        Assert.Equal(["company", "statement"], GetTexts(tools["get_statement"].GetProperty("required")));
        Assert.Equal(["companies", "metrics"], GetTexts(tools["get_time_series"].GetProperty("required")));
        var statement = tools["get_statement"].GetProperty("properties");
        Assert.Equal(["annual", "quarterly", "ttm"], GetTexts(statement.GetProperty("freq").GetProperty("enum")));
        Assert.Equal(
            (1, 40, 4),
            (statement.GetProperty("periods").GetProperty("minimum").GetInt32(),
                statement.GetProperty("periods").GetProperty("maximum").GetInt32(),
                statement.GetProperty("periods").GetProperty("default").GetInt32()));
        Assert.Equal(10, tools["get_facts"].GetProperty("properties").GetProperty("limit").GetProperty("default").GetInt32());
        Assert.False(statement.TryGetProperty("format", out _));

        static IEnumerable<string?> GetTexts(JsonElement list) => list.EnumerateArray().Select(item => item.GetString());
    }

    [Theory]
    [InlineData("AAPL", "income")]
    [InlineData("AAPL", "balance")]
    [InlineData("AAPL", "cashflow")]
    [InlineData("NVDA", "balance")]
    [InlineData("TSM", "balance")]
    [InlineData("RY", "income")]
    public async Task A_statement_of_four_years_has_at_most_8_KB_and_one_accession_per_column(string company, string statement)
    {
        await using var client = await ConnectAsync();
        var result = await CallAsync(client, "get_statement", $$"""{ "company": "{{company}}", "statement": "{{statement}}" }""");
        Assert.InRange(JsonSerializer.SerializeToUtf8Bytes(result, McpJsonUtilities.DefaultOptions).Length, 1, 8 * 1024);
        var periods = result.StructuredContent!.Value.GetProperty("periods").EnumerateArray().ToList();
        Assert.Equal(4, periods.Count);
        Assert.NotEmptyAndAll(periods, period =>
        {
            var accession = period.GetProperty("accession").GetString()!;
            Assert.Matches("^[0-9]{10}-[0-9]{2}-[0-9]{6}$", accession);
            Assert.EndsWith($"/{accession.Replace("-", "", StringComparison.Ordinal)}", period.GetProperty("url").GetString());
        });
    }

    [Theory]
    [InlineData("AAPL", "income", "annual")]
    [InlineData("NVDA", "cashflow", "quarterly")]
    [InlineData("TSM", "balance", "annual")]
    public async Task A_statement_has_the_values_and_filings_of_the_endpoint(string company, string statement, string freq)
    {
        await using var client = await ConnectAsync();
        using var http = await _api.KestrelClientAsync(_servers);
        var result = await CallAsync(
            client, "get_statement", $$"""{ "company": "{{company}}", "statement": "{{statement}}", "freq": "{{freq}}", "periods": 6 }""");
        using var response = JsonDocument.Parse(await http.GetStringAsync(
            new Uri($"/api/v1/companies/{company}/statements/{statement}?freq={freq}&periods=6&fields=essential,sources", UriKind.Relative),
            Token));
        var (tool, endpoint) = (result.StructuredContent!.Value, response.RootElement);
        var columns = tool.GetProperty("periods").EnumerateArray().ToList();
        Assert.Equal(
            endpoint.GetProperty("periods").EnumerateArray().Select(period => period.GetProperty("key").GetString()),
            columns.Select(column => column.GetProperty("key").GetString()));
        foreach (var (line, expected) in tool.GetProperty("lines").EnumerateArray().Zip(endpoint.GetProperty("lines").EnumerateArray()))
        {
            Assert.Equal(expected.GetProperty("id").GetString(), line.GetProperty("id").GetString());
            Assert.True(JsonElement.DeepEquals(expected.GetProperty("values"), line.GetProperty("values")));
            foreach (var (source, column) in expected.GetProperty("sources").EnumerateArray().Zip(columns))
            {
                if (source.ValueKind == JsonValueKind.Null) continue;
                var accession = line.TryGetProperty("otherAccessions", out var others)
                    && others.TryGetProperty(column.GetProperty("key").GetString()!, out var other)
                        ? other.GetString()
                        : column.GetProperty("accession").GetString();
                Assert.Equal(source.GetProperty("accession").GetString(), accession);
            }
        }
    }

    [Fact]
    public async Task A_cursor_continues_a_result()
    {
        await using var client = await ConnectAsync();
        var first = await CallAsync(client, "get_statement", """{ "company": "AAPL", "statement": "income", "periods": 2 }""");
        var cursor = first.StructuredContent!.Value.GetProperty("cursor").GetString();
        var second = await CallAsync(
            client, "get_statement", $$"""{ "company": "AAPL", "statement": "income", "periods": 2, "cursor": "{{cursor}}" }""");
        var both = await CallAsync(client, "get_statement", """{ "company": "AAPL", "statement": "income", "periods": 4 }""");
        Assert.Equal(GetKeys(both), GetKeys(first).Concat(GetKeys(second)));

        static IEnumerable<string?> GetKeys(CallToolResult result) => result.StructuredContent!.Value.GetProperty("periods")
            .EnumerateArray().Select(period => period.GetProperty("key").GetString());
    }

    [Theory]
    [InlineData("get_company", """{ "company": "APPL" }""", "company_not_found", "AAPL", "search_companies")]
    [InlineData("get_statement", """{ "statement": "income" }""", "company: is required", "Call this tool")]
    [InlineData("get_statement", """{ "company": "AAPL", "statement": "profit" }""", "must be one of income, balance, cashflow")]
    [InlineData(
        "get_statement", """{ "company": "TSM", "statement": "income", "freq": "quarterly" }""", "no_data", "available income: annual",
        "get_company")]
    [InlineData("get_time_series", """{ "companies": "AAPL", "metrics": "Turnover" }""", "Revenue", "list_metrics")]
    [InlineData("screen_companies", """{ "where": "Revenue>1e9" }""", "currency: is required", "currency=USD")]
    [InlineData("screen_companies", """{ "where": "NetMargn>0" }""", "did you mean NetMargin", "list_metrics")]
    [InlineData("get_ratios", """{ "company": "AAPL", "period": 3 }""", "period: is not a parameter", "periods")]
    [InlineData("get_facts", """{ "company": "AAPL", "limit": 5000 }""", "limit: must be between 1 and 1000")]
    [InlineData("search_companies", """{ "query": { "text": "apple" }, "limit": [1, 2] }""", "limit: must be given once")]
    public async Task An_error_says_what_to_call_instead(string tool, string arguments, params string[] parts)
    {
        await using var client = await ConnectAsync();
        var result = await CallAsync(client, tool, arguments);
        Assert.True(result.IsError);
        foreach (var part in parts) Assert.Contains(part, GetText(result), StringComparison.Ordinal);
        Assert.InRange(GetText(result).Length, 1, 800);
    }

    [Fact]
    public async Task The_limits_of_a_tier_apply()
    {
        var host = await StartAsync(("EdgarApi:Tiers:basic:Periods", "2"), ("EdgarApi:Tiers:basic:RequestsPerDay", "3"));
        using var http = Keyed(host, (await host.Services.CreateKeyAsync(tier: "basic")).Text);
        using var tooMany = await PostAsync(http, """{ "company": "AAPL", "statement": "income", "periods": 3 }""");
        Assert.Contains("periods=2 at most", await tooMany.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var allowed = await PostAsync(http, """{ "company": "AAPL", "statement": "income", "periods": 2 }""");
        Assert.Contains("structuredContent", await allowed.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var third = await PostAsync(http, "{}");
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        using var rejected = await PostAsync(http, "{}");
        Assert.NotNull(rejected.Headers.RetryAfter);
        await ReadProblemAsync(rejected, HttpStatusCode.TooManyRequests, "rate_limit_exceeded");
    }

    [Fact]
    public async Task Calls_need_a_key_and_keep_no_session()
    {
        using var keyed = await _api.KestrelClientAsync(_servers);
        using var anonymous = new HttpClient { BaseAddress = keyed.BaseAddress };
        using var refused = await PostAsync(anonymous, "{}");
        await ReadProblemAsync(refused, HttpStatusCode.Unauthorized, "api_key_missing");

        using var answered = await PostAsync(keyed, """{ "company": "AAPL", "statement": "income" }""");
        Assert.Equal("text/event-stream", answered.Content.Headers.ContentType?.MediaType);
        Assert.False(answered.Headers.Contains("Mcp-Session-Id"));
        using var stream = await keyed.GetAsync(new Uri(ApiRoutes.Agents, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, stream.StatusCode);
    }

    [Fact]
    public async Task Prompts_name_only_tools_that_exist()
    {
        await using var client = await ConnectAsync();
        var tools = (await client.ListToolsAsync(cancellationToken: Token)).Select(tool => tool.Name).ToHashSet();
        var prompts = (await client.ListPromptsAsync(cancellationToken: Token)).Select(prompt => prompt.Name);
        Assert.Equal(["compare_margins", "explain_quarter"], prompts.Order());
        foreach (var (name, arguments) in ((string, Dictionary<string, object?>)[])
            [
                ("compare_margins", new() { ["first"] = "AAPL", ["second"] = "NVDA" }),
                ("explain_quarter", new() { ["company"] = "AAPL", ["end"] = "2025-06-28" }),
            ])
        {
            var prompt = await client.GetPromptAsync(name, arguments, cancellationToken: Token);
            var text = Assert.IsType<TextContentBlock>(Assert.Single(prompt.Messages).Content).Text;
            var named = text.Split(' ', '\n', '.').Where(word => word.StartsWith("get_", StringComparison.Ordinal)
                || word.StartsWith("list_", StringComparison.Ordinal)).ToList();
            Assert.NotEmptyAndAll(named, word => Assert.Contains(word, tools));
        }
    }

    [Fact]
    public async Task The_npm_SDK_connects_and_accepts_every_result()
    {
        var sdk = await packages.GetAsync("@modelcontextprotocol/sdk/package.json");
        using var http = await _api.KestrelClientAsync(_servers);
        var folder = TestFolder.Create("mcp").FullName;
        Directory.CreateSymbolicLink(
            Path.Combine(folder, "node_modules"), Path.GetFullPath(Path.Combine(Path.GetDirectoryName(sdk)!, "../..")));
        // It checks structured content against the output schema of the tool.
        await File.WriteAllTextAsync(Path.Combine(folder, "client.mjs"), $$"""
            import { Client } from "@modelcontextprotocol/sdk/client/index.js";
            import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";

            const client = new Client({ name: "test", version: "1" });
            await client.connect(new StreamableHTTPClientTransport(
              new URL(process.env.EDGAR_API_URL + "/mcp"), { requestInit: { headers: { "X-Api-Key": process.env.EDGAR_API_KEY } } }));
            const { tools } = await client.listTools();
            console.log("tools: " + tools.map((tool) => tool.name).join(" "));
            for (const [name, args] of {{JsonSerializer.Serialize(Calls.Select(call => new[] { call.Data.Item1, call.Data.Item2 }))}}) {
              const result = await client.callTool({ name, arguments: JSON.parse(args) });
              if (result.isError) throw new Error(name + ": " + result.content[0].text);
              console.log(name + ": " + Object.keys(result.structuredContent).join(" "));
            }
            await client.close();
            """, Token);
        var run = await ClientProgram.RunAsync(
            "node", ["client.mjs"], folder,
            ("EDGAR_API_URL", http.BaseAddress!.AbsoluteUri.TrimEnd('/')), ("EDGAR_API_KEY", ApiServer.Key));
        Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
        Assert.StartsWith("tools: search_companies get_company get_statement", run.Output, StringComparison.Ordinal);
        Assert.Equal(Calls.Count, run.Output.Split('\n').Count(line => line.Contains(": ", StringComparison.Ordinal)) - 1);
    }

    private async Task<McpClient> ConnectAsync()
    {
        var http = await _api.KestrelClientAsync(_servers);
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = new Uri(http.BaseAddress!, ApiRoutes.Agents), TransportMode = HttpTransportMode.StreamableHttp,
            },
            http, ownsHttpClient: true);
        return await McpClient.CreateAsync(transport, cancellationToken: Token);
    }

    private static ValueTask<CallToolResult> CallAsync(McpClient client, string tool, string arguments) => client.CallToolAsync(
        tool, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(arguments)!
            .ToDictionary(argument => argument.Key, argument => (object?)argument.Value),
        cancellationToken: Token);

    private static string GetText(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string arguments)
    {
        using var request = ToolRequest.Create("get_statement", arguments);
        return await http.SendAsync(request, Token);
    }
}
