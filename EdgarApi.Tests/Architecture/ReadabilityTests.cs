using System.Diagnostics;

namespace EdgarApi.Tests.Architecture;

/// <summary>Comments and pages have no phrases that need reading twice.</summary>
public sealed class ReadabilityTests
{
    [Fact]
    public async Task No_excluded_phrase_is_in_use_without_a_reason()
    {
        var token = TestContext.Current.CancellationToken;
        using var script = Process.Start(new ProcessStartInfo("bash", [RepositoryFiles.GetPath("scripts/readability")])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await script.StandardOutput.ReadToEndAsync(token);
        await script.WaitForExitAsync(token);

        Assert.Contains("lines with excluded phrases", output, StringComparison.Ordinal);
        Assert.DoesNotContain("not justified", output, StringComparison.Ordinal);
        Assert.Equal(0, script.ExitCode);
    }
}
