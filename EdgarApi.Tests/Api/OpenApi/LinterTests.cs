using EdgarApi.Api.OpenApi;
using EdgarApi.Tests.Clients;
using EdgarApi.Tests.Servers;

namespace EdgarApi.Tests.Api.OpenApi;

/// <summary>The linters of Redocly and Stoplight have no finding in the documents.</summary>
public sealed class LinterTests(SharedServers servers, ApiServer api, NpmPackages packages) : ApiTest(servers, api)
{
    public static TheoryData<string> Documents => [Documentation.DocumentAddress, Documentation.AccountsDocumentAddress];

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Redocly_recommended_strict_has_no_finding(string address) => await LintAsync(
        "@redocly/cli/bin/cli.js", address, document => ["lint", "--extends=recommended-strict", "--format=stylish", document]);

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task Spectral_has_no_finding(string address) => await LintAsync(
        "@stoplight/spectral-cli/dist/index.js", address, document =>
        [
            "lint", "--fail-severity=hint", $"--ruleset={Path.Combine(AppContext.BaseDirectory, "Clients", "spectral.yaml")}", document,
        ]);

    private async Task LintAsync(string linter, string address, Func<string, IEnumerable<string>> getArguments)
    {
        var program = await packages.GetAsync(linter);
        var folder = TestFolder.Create("lint").FullName;
        var document = Path.Combine(folder, Path.GetFileName(address));
        await File.WriteAllTextAsync(document, (await GetJsonAsync(address)).GetRawText(), Token);
        var (exitCode, output, error) = await ClientProgram.RunAsync("node", [program, .. getArguments(document)], folder);
        Assert.True(exitCode == 0, $"{output}\n{error}");
    }
}
