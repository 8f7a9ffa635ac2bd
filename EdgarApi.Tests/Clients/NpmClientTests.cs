using System.Text.Json;
using EdgarApi.Api.OpenApi;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Api.OpenApi;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Clients;

/// <summary>Packages of npm that found defects, as their users run them. Skipped if they cannot be installed.</summary>
public sealed class NpmClientTests(SharedServers servers, ApiServer api, NpmPackages packages) : ApiTest(servers, api)
{
    private readonly SharedServers _servers = servers;
    private readonly ApiServer _api = api;

    [Fact]
    public async Task Lists_of_axios_are_answered_with_how_to_write_them_and_repeats_are_lists()
    {
        using var http = await _api.KestrelClientAsync(_servers);
        var (exitCode, output, error) = await RunAsync(
            "axios", "axios.mjs", [], ("EDGAR_API_URL", http.BaseAddress!.AbsoluteUri), ("EDGAR_API_KEY", ApiServer.Key));

        Assert.True(exitCode == 0, error);
        Assert.Equal(
            [
                "400 metrics: separate values with commas: metrics=Revenue,NetIncome.",
                // Apple's 10-K for the fiscal year 2025.
                "200 Revenue 416161000000, NetIncome 112010000000",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Ajv_finds_no_violation_in_the_responses_of_any_operation()
    {
        var document = await GetJsonAsync(Documentation.DocumentAddress);
        var responses = new List<object>();
        foreach (var (operation, address, status) in SchemaTests.Requests.Select(row => row.Data))
        {
            using var response = await GetAsync(address);
            Assert.Equal((address, status), (address, (int)response.StatusCode));
            responses.Add(CreateRecord(
                document, operation, address, status, response.Content.Headers.ContentType!.MediaType!, await ReadJsonAsync(response)));
        }

        var (exitCode, output, error) = await ValidateAsync(document, responses);

        Assert.True(exitCode == 0, output + error);
        Assert.Equal($"{responses.Count} responses, 0 violate the document", output.Trim());
    }

    [Fact]
    public async Task Ajv_finds_a_violation()
    {
        const string Address = "/api/v1/companies/AAPL";
        var document = await GetJsonAsync(Documentation.DocumentAddress);
        var (exitCode, output, _) = await ValidateAsync(
            document, [CreateRecord(document, "getCompany", Address, 200, "application/json", new { cik = 320193 })]);

        Assert.Equal(1, exitCode);
        Assert.StartsWith($"200 {Address}: data", output, StringComparison.Ordinal);
        Assert.EndsWith("1 responses, 1 violate the document", output.Trim(), StringComparison.Ordinal);
    }

    private static object CreateRecord(
        JsonElement document, string operation, string address, int status, string type, object body) => new
        {
            address, path = SchemaTests.FindPath(document, operation), status, type, body,
        };

    private async Task<(int ExitCode, string Output, string Error)> ValidateAsync(JsonElement document, IEnumerable<object> responses)
    {
        var folder = TestFolder.Create("ajv").FullName;
        var (documentFile, responsesFile) = (Path.Combine(folder, "v1.json"), Path.Combine(folder, "responses.ndjson"));
        await File.WriteAllTextAsync(documentFile, document.GetRawText(), Token);
        await File.WriteAllLinesAsync(responsesFile, responses.Select(response => JsonSerializer.Serialize(response)), Token);
        return await RunAsync("ajv", "ajv.mjs", [documentFile, responsesFile]);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string package, string script, string[] arguments, params (string, string)[] environment)
    {
        var folder = Path.GetDirectoryName(Path.GetDirectoryName(await packages.GetAsync(package)))!;
        return await ClientProgram.RunAsync("node", [Path.Combine(folder, script), .. arguments], folder, environment);
    }
}
