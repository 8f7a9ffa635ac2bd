namespace EdgarApi.Tests.Cli;

public sealed class CapacityCommandTests
{
    [Fact]
    public async Task The_plan_has_the_months_the_answers_and_the_origin_of_each_assumption()
    {
        var folder = TestFolder.Create("capacity").FullName;
        var (csv, html) = (Path.Combine(folder, "plan.csv"), Path.Combine(folder, "plan.html"));

        var run = await EdgarRun.RunAsync("capacity", "--start", "2026-11", "--months", "2", "--csv", csv, "--html", html);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All((string[])["2026-11", "2026-12", "MaxPoolSize per API process", "planning value"],
            text => Assert.Contains(text, run.Out, StringComparison.Ordinal));
        Assert.Equal(3, (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Length);
        var page = await File.ReadAllTextAsync(html, TestContext.Current.CancellationToken);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--measured", "[]", "is not a result of edgar load --json")]
    [InlineData("--values", "{\"growht\":{}}", "growht")]
    [InlineData("--prices", "{}", "JSON deserialization for type")]
    public async Task A_wrong_file_is_one_line(string option, string content, string expected)
    {
        var file = Path.Combine(TestFolder.Create("capacity").FullName, "file.json");
        await File.WriteAllTextAsync(file, content, TestContext.Current.CancellationToken);

        var run = await EdgarRun.RunAsync("capacity", option, file);

        Assert.Equal(1, run.ExitCode);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_month_is_one_line()
    {
        var run = await EdgarRun.RunAsync("capacity", "--start", "November");

        Assert.Equal((1, "--start must be a month such as 2026-01, not 'November'."), (run.ExitCode, run.Error.Trim()));
    }
}
