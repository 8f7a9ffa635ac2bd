using EdgarApi.Tests.Architecture;
using YamlDotNet.RepresentationModel;

namespace EdgarApi.Tests.Deployment;

/// <summary>The rules of <c>monitoring</c> are the rules in the cloud, within the limits of managed Prometheus.</summary>
public sealed class AlertRuleTests(Infrastructure infrastructure)
{
    /// <summary>Asks whether programs can be scraped; in the cloud they push.</summary>
    private const string NotInTheCloud = "targets";

    [Theory]
    [InlineData("alerts.yml", "alert", "alerts-")]
    [InlineData("recording.yml", "record", "recording-")]
    public async Task Every_rule_arrives_with_its_expression(string file, string kind, string prefix)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(RepositoryFiles.Read($"monitoring/{file}")));
        var wanted = from YamlMappingNode @group in (YamlSequenceNode)yaml.Documents[0].RootNode["groups"]
                     where (string?)@group["name"] != NotInTheCloud
                     from YamlMappingNode rule in (YamlSequenceNode)@group["rules"]
                     select ((string?)rule[kind], (string?)rule["expr"]);
        var groups = (await infrastructure.GetAsync("production")).OfType("Microsoft.AlertsManagement/prometheusRuleGroups")
            .Where(@group => ((string)@group["name"]!).StartsWith(prefix, StringComparison.Ordinal)).ToList();

        Assert.Equal(
            wanted,
            from @group in groups
            from rule in @group["properties"]!["rules"]!.AsArray()
            select ((string?)rule![kind], (string?)rule["expression"]));
        Assert.NotEmptyAndAll(groups, @group => Assert.InRange(@group["properties"]!["rules"]!.AsArray().Count, 1, 20));
    }
}
