using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using EdgarApi.Api.OpenApi;
using EdgarApi.Client;
using EdgarApi.Tests.Api;
using EdgarApi.Tests.Architecture;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Clients;

/// <summary>The examples of <c>docs/clients.md</c> run as they stand there.</summary>
public sealed partial class ClientExampleTests(SharedServers servers, ApiServer api, NpmPackages packages)
{
    /// <summary>Apple's 10-K for the fiscal year 2025: https://www.sec.gov/Archives/edgar/data/320193/000032019325000079.</summary>
    private const string Revenue = "Revenue, FY 2025: 416161000000 USD (0000320193-25-000079)";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_CSharp_example_prints_values_with_their_filings()
    {
        using var http = await api.KestrelClientAsync(servers);
        var (url, key) = (http.BaseAddress!.AbsoluteUri, ApiServer.Key);
        await using var Output = new StringWriter();

#pragma warning disable xUnit1051 // The example has no token.
        // Example
        using var client = new EdgarApiClient(new() { BaseAddress = new(url), ApiKey = key });
        var apple = client.Companies["AAPL"];

        var income = await apple.Income.GetAsync(
            new() { Periods = 2, To = new(2025, 12, 31), Fields = ["Revenue", "NetIncome", "sources"] });
        foreach (var line in income.Lines)
            for (var i = 0; i < income.Periods.Count; i++)
                Output.WriteLine($"{line.Label}, {income.Periods[i].Label}: {line.Values[i]} {line.Unit} ({line.Sources?[i]?.Accession})");

        await foreach (var filing in apple.Filings.ListAsync(new() { Forms = ["10-K"], From = new(2024, 1, 1), To = new(2025, 12, 31) }))
            Output.WriteLine($"{filing.Form} {filing.Filed:yyyy-MM-dd} {filing.Url}");
        // End
#pragma warning restore xUnit1051

        Assert.Contains(Revenue, Output.ToString(), StringComparison.Ordinal);
        Assert.Contains("10-K 2025-10-31 https://www.sec.gov/", Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("docs/clients.md")]
    [InlineData("EdgarApi.Client/README.md")]
    public async Task The_pages_have_the_CSharp_example_of_the_test(string page)
    {
        var test = await File.ReadAllTextAsync(GetThisFile(), Token);
        var lines = test.Split("        // Example\n")[1].Split("        // End\n")[0].Split('\n')
            .Select(line => line.Length > 8 ? line[8..].Replace("Output.", "Console.", StringComparison.Ordinal) : "");
        Assert.Equal(string.Join('\n', lines).Trim(), await ReadBlockAsync(page, "csharp"));
    }

    [Fact]
    public async Task The_TypeScript_example_compiles_with_generated_types_and_runs()
    {
        var generator = await packages.GetAsync("openapi-typescript/bin/cli.js");
        var modules = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetDirectoryName(generator)))!;
        using var http = await api.KestrelClientAsync(servers);
        var folder = TestFolder.Create("typescript").FullName;
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), modules);
        await File.WriteAllTextAsync(Path.Combine(folder, "package.json"), """{ "type": "module" }""", Token);
        await File.WriteAllTextAsync(Path.Combine(folder, "example.ts"), await ReadBlockAsync("docs/clients.md", "typescript"), Token);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "v1.json"),
            await http.GetStringAsync(new Uri(Documentation.DocumentAddress, UriKind.Relative), Token), Token);

        await RunNodeAsync(folder, generator, "v1.json", "--output", "edgar-api.d.ts");
        await RunNodeAsync(
            folder, Path.Combine(modules, "typescript/bin/tsc"), "example.ts", "--strict", "--target", "es2022", "--module", "nodenext",
            "--types", "node", "--skipLibCheck");
        var output = await RunNodeAsync(folder, "example.js");

        Assert.Contains(Revenue, output, StringComparison.Ordinal);

        async Task<string> RunNodeAsync(string workingFolder, params string[] arguments)
        {
            var run = await ClientProgram.RunAsync("node", arguments, workingFolder, GetEnvironment(http));
            Assert.True(run.ExitCode == 0, $"{run.Output}\n{run.Error}");
            return run.Output;
        }
    }

    [Fact]
    public async Task The_Python_example_prints_margins()
    {
        var python = await FindPythonAsync();
        using var http = await api.KestrelClientAsync(servers);
        var run = await ClientProgram.RunAsync(
            python, ["-c", await ReadBlockAsync("docs/clients.md", "python")], environment: GetEnvironment(http));
        Assert.True(run.ExitCode == 0, run.Error);
        // Apple's net income of 112,010 million in the fiscal year 2025, divided by its revenue of 416,161 million.
        Assert.Contains("AAPL,FY2025,112010000000,416161000000,0.2692", run.Output, StringComparison.Ordinal);
    }

    /// <summary>Finds a Python with the packages of the example.</summary>
    private static async Task<string> FindPythonAsync()
    {
        foreach (var python in (string[])["python3", "/usr/bin/python3"])
        {
            if (!File.Exists(python) && !ClientProgram.IsOnPath(python)) continue;
            if ((await ClientProgram.RunAsync(python, ["-c", "import pandas, requests"])).ExitCode == 0) return python;
        }
        Assert.Skip("No Python with pandas and requests is installed.");
        return "";
    }

    private static (string, string)[] GetEnvironment(HttpClient http) =>
        [("EDGAR_API_URL", http.BaseAddress!.AbsoluteUri.TrimEnd('/')), ("EDGAR_API_KEY", ApiServer.Key)];

    private static async Task<string> ReadBlockAsync(string page, string language)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(RepositoryFiles.Root, page), Token);
        return Assert.Single(CodeBlock().Matches(text), block => block.Groups["language"].Value == language).Groups["code"].Value.Trim();
    }

    private static string GetThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
