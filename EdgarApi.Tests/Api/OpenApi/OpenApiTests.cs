using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Api.OpenApi;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.OpenApi;

public sealed class OpenApiTests(SharedServers servers, ApiServer api) : ApiTest(servers, api)
{
    /// <summary>If this variable is set, the tests write the responses as the new examples instead of comparing them.</summary>
    private const string Record = "EDGAR_RECORD_EXAMPLES";

    private static readonly JsonSerializerOptions Written = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> Examples => [.. OpenApiExamples.All.Select(example => example.FileName)];

    [Fact]
    public async Task The_document_is_OpenAPI_3_1_with_both_authentication_headers()
    {
        var document = await GetJsonAsync(Documentation.DocumentAddress);
        Assert.StartsWith("3.1.", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(["apiKey", "bearer"], GetNames(document.GetProperty("components").GetProperty("securitySchemes")));
    }

    [Fact]
    public async Task Every_reference_resolves()
    {
        var document = await GetJsonAsync(Documentation.DocumentAddress);
        var all = new SchemaReferences(document);
        var references = Everything(document)
            .Where(element => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out _))
            .ToList();
        Assert.NotEmpty(references);
        Assert.NotEmptyAndAll(references, reference => all.Resolve(reference));
    }

    [Fact]
    public async Task Every_operation_and_parameter_is_described()
    {
        var operations = await OperationsAsync();
        Assert.Equal(
            operations.Count,
            operations.Select(operation => operation.Get.GetProperty("operationId").GetString()).Distinct().Count());
        Assert.NotEmptyAndAll(operations, operation =>
        {
            Assert.NotEmpty(operation.Get.GetProperty("summary").GetString()!);
            Assert.NotEmpty(operation.Get.GetProperty("description").GetString()!);
            Assert.NotEqual(0, operation.Get.GetProperty("tags").GetArrayLength());
            var parameters = operation.Get.GetProperty("parameters").EnumerateArray().ToList();
            Assert.All(parameters, parameter => Assert.NotEmpty(parameter.GetProperty("description").GetString()!));
            Assert.Equal(
                operation.Path.Split('{').Skip(1).Select(part => part.Split('}')[0]),
                parameters.Where(parameter => parameter.GetProperty("in").GetString() == "path")
                    .Select(parameter => parameter.GetProperty("name").GetString()));
            Assert.Superset(
                new HashSet<string>(["200", "304", "400", "404", "406", "500", "503"]),
                GetNames(operation.Get.GetProperty("responses")).ToHashSet());
        });
    }

    [Fact]
    public async Task Every_member_of_a_response_is_described()
    {
        var document = await GetJsonAsync(Documentation.DocumentAddress);
        var members = document.GetProperty("components").GetProperty("schemas").EnumerateObject()
            .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject().Select(member => (schema.Name, Member: member)))
            .Where(member => !member.Member.Value.TryGetProperty("$ref", out _))
            .ToList();
        Assert.True(members.Count > 100);
        Assert.Empty(members.Where(member => !IsDescribed(member.Member.Value)).Select(member => $"{member.Name}.{member.Member.Name}"));

        // An object that may be null is one of null and its schema, which has a description of its own members.
        static bool IsDescribed(JsonElement member) =>
            member.TryGetProperty("description", out _)
            || (member.TryGetProperty("oneOf", out var choices)
                && choices.EnumerateArray().Any(choice => choice.TryGetProperty("$ref", out _)));
    }

    [Fact]
    public async Task Parameters_have_their_bounds_and_choices()
    {
        var statement = (await OperationsAsync())
            .Single(operation => operation.Get.GetProperty("operationId").GetString() == "getStatement").Get;
        var parameters = statement.GetProperty("parameters")
            .EnumerateArray()
            .ToDictionary(parameter => parameter.GetProperty("name").GetString()!, parameter => parameter.GetProperty("schema"));
        Assert.Equal(
            (1, 40, 4),
            (parameters["periods"].GetProperty("minimum").GetInt32(), parameters["periods"].GetProperty("maximum").GetInt32(),
                parameters["periods"].GetProperty("default").GetInt32()));
        Assert.Equal(["annual", "quarterly", "ttm"], GetTexts(parameters["freq"].GetProperty("enum")));
        Assert.Equal(["income", "balance", "cashflow"], GetTexts(parameters["statement"].GetProperty("enum")));
        Assert.Equal("date", parameters["asOf"].GetProperty("format").GetString());
        Assert.Equal("array", parameters["fields"].GetProperty("type").GetString());
    }

    [Fact]
    public async Task Only_operations_with_authentication_require_a_key()
    {
        var open = (await OperationsAsync())
            .Where(operation => operation.Get.GetProperty("security").GetArrayLength() == 0)
            .Select(operation => operation.Path);
        Assert.Equal(
            [
                "/api/v1/companies", "/api/v1/companies.csv", "/api/v1/companies/{id}", "/api/v1/companies/{id}/overview",
                "/api/v1/companies/{id}/overview.csv", "/api/v1/metrics", "/api/v1/metrics.csv",
            ],
            open.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_matches_the_APIs_response(string file)
    {
        var example = OpenApiExamples.All.Single(example => example.FileName == file);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(example.Address, UriKind.Relative));
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var response = await (example.Status == 401 ? Anonymous : Client).SendAsync(request, Token);
        Assert.Equal((HttpStatusCode)example.Status, response.StatusCode);
        var answer = JsonNode.Parse(await response.Content.ReadAsStreamAsync(Token))!;
        var isRecorded = JsonNode.DeepEquals(
            Stable(OpenApiExamples.Find(example.Operation, $"{example.Status}", "application/json")), Stable(answer));
        if (!isRecorded && Environment.GetEnvironmentVariable(Record) is not null)
            await WriteAsync(file, answer);
        else
        {
            Assert.True(
                isRecorded,
                $"The response of {example.Address} differs from EdgarApi.Api/OpenApi/examples/{file}. If the response is right, "
                + $"run the tests with {Record}=1, build, and run them again.\n{answer}");
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task An_example_is_in_the_document_and_matches_its_schema(string file)
    {
        var example = OpenApiExamples.All.Single(example => example.FileName == file);
        var document = await GetJsonAsync(Documentation.DocumentAddress);
        var operation = (await OperationsAsync())
            .Single(operation => operation.Get.GetProperty("operationId").GetString() == example.Operation).Get;
        var media = operation.GetProperty("responses")
            .GetProperty($"{example.Status}")
            .GetProperty("content")
            .EnumerateObject().First(content => content.Name.EndsWith("json", StringComparison.Ordinal)).Value;
        Assert.Empty(new SchemaCheck(document).Check(media.GetProperty("schema"), media.GetProperty("example")));
    }

    [Fact]
    public async Task The_page_of_the_API_matches_the_document()
    {
        var path = GetPath("docs", "api.md");
        var page = await File.ReadAllTextAsync(path, Token);
        var expected = ApiPage.Create(await GetJsonAsync(Documentation.DocumentAddress))
            + page[page.IndexOf(ApiPage.WrittenByHand, StringComparison.Ordinal)..];
        if (Environment.GetEnvironmentVariable(Record) is not null) await File.WriteAllTextAsync(path, page = expected, Token);
        Assert.True(page == expected, $"docs/api.md is out of date: run the tests once with {Record}=1.");
    }

    [Fact]
    public async Task The_API_page_and_its_script_come_from_this_server()
    {
        using var home = await GetAsync("/");
        Assert.Equal((HttpStatusCode.Found, "/docs"), (home.StatusCode, home.Headers.Location?.OriginalString));
        using var response = await GetAsync("/docs/");
        var page = await response.Content.ReadAsStringAsync(Token);
        Assert.Contains("scalar", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"http", page, StringComparison.Ordinal);
        using var script = await GetAsync("/docs/scalar.js");
        Assert.Equal(HttpStatusCode.OK, script.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/docs/")]
    [InlineData(Documentation.DocumentAddress)]
    [InlineData("/problems/no_data")]
    [InlineData("/alive")]
    [InlineData("/health")]
    public async Task Every_GET_route_supports_HEAD(string address)
    {
        using var get = await GetAsync(address);
        using var head = await SendAsync(HttpMethod.Head, address);
        Assert.Equal(get.StatusCode, head.StatusCode);
    }

    private async Task<List<(string Path, JsonElement Get)>> OperationsAsync() =>
        [.. (await GetJsonAsync(Documentation.DocumentAddress)).GetProperty("paths").EnumerateObject()
            .Select(path => (path.Name, Assert.Single(path.Value.EnumerateObject(), operation => operation.Name == "get").Value))];

    private static IEnumerable<JsonElement> Everything(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Everything(member.Value)).Append(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Everything).Append(element),
        _ => [element],
    };

    /// <summary>
    /// Publication times and order differ between runs, so of updates and datasets only the member names are compared.
    /// </summary>
    private static JsonNode? Stable(JsonNode? answer) => (answer?["updates"] ?? answer?["datasets"])?[0] is JsonObject item
        ? new JsonArray([.. item.Select(member => JsonValue.Create(member.Key))])
        : answer;

    private static Task WriteAsync(string file, JsonNode answer) =>
        File.WriteAllTextAsync(GetPath("EdgarApi.Api/OpenApi/examples", file), answer.ToJsonString(Written) + "\n", Token);

    private static string GetPath(string folder, string file, [CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../..", folder, file));
}
