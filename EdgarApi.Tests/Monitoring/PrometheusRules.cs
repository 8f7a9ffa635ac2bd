using EdgarApi.Tests.Architecture;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace EdgarApi.Tests.Monitoring;

/// <summary>The rules in <c>monitoring/</c> and the files that test them.</summary>
internal static class PrometheusRules
{
    public const string Folder = "monitoring";

    private static readonly IDeserializer Yaml = new DeserializerBuilder()
        .WithNamingConvention(UnderscoredNamingConvention.Instance).IgnoreUnmatchedProperties().Build();

    public static IReadOnlyList<RuleGroup> Groups { get; } =
        [.. Read<RuleFile>("recording.yml").Groups, .. Read<RuleFile>("alerts.yml").Groups];

    public static IReadOnlyList<Rule> Alerts { get; } = [.. Groups.SelectMany(group => group.Rules).Where(rule => rule.Alert.Length > 0)];

    public static IReadOnlyList<Rule> Recordings { get; } =
        [.. Groups.SelectMany(group => group.Rules).Where(rule => rule.Record.Length > 0)];

    /// <summary>The files for <c>promtool test rules</c>, by their names.</summary>
    public static IReadOnlyList<string> TestFiles { get; } = [.. Directory
        .EnumerateFiles(RepositoryFiles.GetPath($"{Folder}/tests"), "*.yml").Select(file => Path.GetFileName(file)!).Order()];

    /// <summary>The checks of an alert's state, in the order of each scenario.</summary>
    public static IReadOnlyList<IReadOnlyList<AlertCheck>> Scenarios { get; } =
        [.. TestFiles.SelectMany(file => Read<RuleTestFile>($"tests/{file}").Tests).Select(test => test.AlertRuleTest)];

    public static T Read<T>(string file) => Yaml.Deserialize<T>(RepositoryFiles.Read($"{Folder}/{file}"));
}

internal sealed class RuleFile
{
    public List<RuleGroup> Groups { get; set; } = [];
}

internal sealed class RuleGroup
{
    public string Name { get; set; } = "";

    public List<Rule> Rules { get; set; } = [];
}

/// <summary>An alert or a recording rule.</summary>
internal sealed class Rule
{
    public string Alert { get; set; } = "";

    public string Record { get; set; } = "";

    public string Expr { get; set; } = "";

    public string For { get; set; } = "";

    public Dictionary<string, string> Labels { get; set; } = [];

    public Dictionary<string, string> Annotations { get; set; } = [];

    public string GetLabel(string name) => Labels.GetValueOrDefault(name, "");
}

internal sealed class RuleTestFile
{
    public List<RuleTest> Tests { get; set; } = [];
}

internal sealed class RuleTest
{
    public List<AlertCheck> AlertRuleTest { get; set; } = [];
}

internal sealed class AlertCheck
{
    public string Alertname { get; set; } = "";

    public string EvalTime { get; set; } = "";

    public List<Dictionary<string, Dictionary<string, string>>> ExpAlerts { get; set; } = [];

    public bool Fires => ExpAlerts.Count > 0;
}
