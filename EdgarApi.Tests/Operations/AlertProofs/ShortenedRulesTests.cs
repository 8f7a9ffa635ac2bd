using System.Text.RegularExpressions;
using EdgarApi.Operations.AlertProofs;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Operations.AlertProofs;

public sealed class ShortenedRulesTests
{
    [Theory]
    [InlineData("for: 30m", "for: 30s")]
    [InlineData("for: 15s", "for: 5s")]
    [InlineData("rate(requests[3d])", "rate(requests[4320s])")]
    [InlineData("rate(requests[5m])", "rate(requests[20s])")]
    [InlineData("group_wait: 10s", "group_wait: 5s")]
    [InlineData("repeat_interval: 1h", "repeat_interval: 1h")]
    [InlineData("scrape_interval: 15s", "scrape_interval: 5s")]
    [InlineData("age_seconds > 3600", "age_seconds > 60")]
    [InlineData("share > 0.05", "share > 0.05")]
    public void Durations_are_divided_and_limits_stay(string committed, string shortened) =>
        Assert.Equal(shortened, ShortenedRules.Shorten(committed, 60));

    [Fact]
    public void The_committed_files_are_written_again_at_the_end()
    {
        var folder = TestFolder.Create("rules").FullName;
        string[] names = ["alerts.yml", "recording.yml", "prometheus.yml", "alertmanager.yml"];
        foreach (var name in names) File.WriteAllText(Path.Combine(folder, name), RepositoryFiles.Read($"monitoring/{name}"));

        var rules = ShortenedRules.Apply(folder, 60);
        Assert.NotEmptyAndAll(names, name => Assert.NotEqual(RepositoryFiles.Read($"monitoring/{name}"), Read(name)));
        Assert.NotEmptyAndAll(
            Regex.Matches(Read("alerts.yml"), @"\bfor: (\w+)").Select(match => match.Groups[1].Value),
            duration => Assert.EndsWith("s", duration, StringComparison.Ordinal));
        rules.Restore();

        Assert.NotEmptyAndAll(names, name => Assert.Equal(RepositoryFiles.Read($"monitoring/{name}"), Read(name)));

        string Read(string name) => File.ReadAllText(Path.Combine(folder, name));
    }
}
