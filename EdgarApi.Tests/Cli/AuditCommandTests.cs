using System.Text.Json;

namespace EdgarApi.Tests.Cli;

public class AuditCommandTests
{
    [Fact]
    public async Task The_full_companies_pass_every_gate()
    {
        var run = await EdgarRun.RunAsync("audit", "--from", EdgarData.GetPath("companyfacts.zip"), "--json");

        using var json = JsonDocument.Parse(run.Out);
        var failed = json.RootElement.GetProperty("gates").EnumerateArray().Where(gate => !gate.GetProperty("passed").GetBoolean());
        Assert.Empty(failed.Select(gate => gate.GetProperty("name").GetString()));
        Assert.Equal(26, json.RootElement.GetProperty("report").GetProperty("companies").GetArrayLength());
        Assert.Equal(0, run.ExitCode);
    }

    /// <summary>Nikola's facts have a blank check company's trust, of before its merger. Its SIC code is that of car makers.</summary>
    [Fact]
    public async Task Families_are_those_of_the_SIC_codes_in_the_submissions_beside_the_facts()
    {
        using var folder = new TemporaryFolder();
        const string file = "CIK0001731289.json";
        Directory.CreateDirectory(folder.GetPath("facts"));
        await File.WriteAllBytesAsync(
            folder.GetPath($"facts/{file}"), EdgarData.CompanyFacts(1731289), TestContext.Current.CancellationToken);
        var without = await AuditFamiliesAsync(folder.GetPath("facts"));

        Directory.CreateDirectory(folder.GetPath("submissions"));
        await File.WriteAllBytesAsync(
            folder.GetPath($"submissions/{file}"), EdgarData.Read("submissions.zip", file), TestContext.Current.CancellationToken);
        var with = await AuditFamiliesAsync(folder.GetPath("facts"));

        Assert.Equal("spac, other", string.Join(", ", without.Concat(with)));
    }

    [Fact]
    public async Task A_failed_gate_is_named()
    {
        using var folder = new TemporaryFolder();
        var file = folder.GetPath("CIK0001731289.json");
        await File.WriteAllBytesAsync(file, EdgarData.CompanyFacts(1731289), TestContext.Current.CancellationToken);

        var run = await EdgarRun.RunAsync("audit", "--from", folder.Path, "--gate", "annual_Revenue=1");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("annual_Revenue", run.Out.Split('\n')[^2], StringComparison.Ordinal);
        Assert.Matches(@"Nikola Corporation +FY2024 +Revenue +not reported", run.Out);
    }

    [Theory]
    [InlineData("no such file or folder", "--from", "nowhere.zip")]
    [InlineData("'sharpness' is not a measure", "--from", "nowhere.zip", "--gate", "sharpness=1")]
    [InlineData("a share from 0 to 1", "--from", "nowhere.zip", "--gate", "provenance=2")]
    [InlineData("--from", "--json")]
    public async Task Invalid_input_fails_with_exit_code_2_and_a_message(string message, params string[] arguments)
    {
        var run = await EdgarRun.RunAsync(["audit", .. arguments]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_file_is_named()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.GetPath("CIK0000000042.json"), "{ \"facts\": ", TestContext.Current.CancellationToken);

        var run = await EdgarRun.RunAsync("audit", "--from", folder.Path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("CIK0000000042.json", run.Error, StringComparison.Ordinal);
    }

    private static async Task<string[]> AuditFamiliesAsync(string folder)
    {
        var run = await EdgarRun.RunAsync("audit", "--from", folder, "--json");
        using var json = JsonDocument.Parse(run.Out);
        return [.. json.RootElement.GetProperty("report").GetProperty("families").EnumerateArray()
            .Select(family => family.GetProperty("family").GetString()!)];
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = TestFolder.Create("audit").FullName;

        public string GetPath(string file) => System.IO.Path.Combine(Path, file);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
