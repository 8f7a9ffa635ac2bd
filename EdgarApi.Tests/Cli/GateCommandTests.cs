namespace EdgarApi.Tests.Cli;

public sealed class GateCommandTests
{
    private static readonly string Baseline = Path.Combine(AppContext.BaseDirectory, "baseline.json");

    [Theory]
    [InlineData("this tier needs a running API", "--tier", "nightly")]
    [InlineData("is not this machine", "--url", "http://192.0.2.1")]
    [InlineData("--rounds must be a whole number from 5 to 100, not '4'", "--rounds", "4")]
    [InlineData("the file nowhere.dll does not exist", "--against", "nowhere.dll")]
    [InlineData("--scale must be a number from 0.0001 to 1, not '2'", "--scale", "2")]
    [InlineData("Must be one of", "--tier", "weekly")]
    public async Task Errors_are_clear_messages(string message, params string[] arguments)
    {
        var run = await EdgarRun.RunAsync(["gate", "--baseline", Baseline, .. arguments]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("null")]
    [InlineData("{}")]
    public async Task A_file_that_is_not_a_baseline_is_an_error(string content)
    {
        var file = TestFolder.New("file");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);
        try
        {
            var run = await EdgarRun.RunAsync("gate", "--baseline", file);

            Assert.Equal(1, run.ExitCode);
            Assert.Contains($"{file} is not a baseline", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
