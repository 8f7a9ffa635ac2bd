using System.Text.RegularExpressions;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Tests.Rules;

/// <summary>docs/accuracy.md and the engine's rules match.</summary>
public partial class RulesPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(SourceFiles.Root(), "docs/accuracy.md"));

    public static TheoryData<string> Rows =>
    [
        .. RuleCatalog.Rules.Select(rule => Row(
            rule.Description, $"{string.Join(", ", GetMetrics(rule))} | `{rule.GetType().Name}`")),
        .. GeneralRules.All.Select(general => Row(general.Rule, $"`{general.Type.Name}`")),
    ];

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_rule_in_the_code_is_on_the_page(string row) => Assert.Contains(row + "\n", Page, StringComparison.Ordinal);

    [Fact]
    public void A_rule_on_the_page_is_in_the_code() => Assert.Equal(
        RuleCatalog.Rules.Select(rule => rule.Description.Id).Concat(GeneralRules.All.Select(general => general.Rule.Id)).Order(),
        RuleId().Matches(Page).Select(match => match.Groups[1].Value).Order());

    [Fact]
    public void The_page_lists_the_reason_codes_that_clients_see() => Assert.Equal(
        Enum.GetValues<ReasonCode>().Select(code => code.ToName()).Order(),
        ReasonName().Matches(Page.Split("\n## ").Single(section => section.StartsWith("Reasons", StringComparison.Ordinal)))
            .Select(match => match.Groups[1].Value).Order());

    [Fact]
    public void A_reason_code_is_found_by_its_name() => Assert.NotEmptyAndAll(
        Enum.GetValues<ReasonCode>(), code => Assert.Equal(code, ReasonCodes.FromName(code.ToName())));

    private static IEnumerable<string> GetMetrics(EngineRule rule) => MetricCatalog.Definitions
        .Where(definition => definition.Stages.Any(stage => stage.Rules.Contains(rule))).Select(
            definition => definition.Metric.Id) is var metrics && metrics.Count() > 9
        ? ["amounts over time"] : metrics;

    private static string Row(RuleDescription rule, string rest) => $"| `{rule.Id}` | {rule.Reason} | {rule.Source} | {rest} |";

    [GeneratedRegex("^\\| `([a-z]+(?:-[a-z]+)+)` \\|", RegexOptions.Multiline)]
    private static partial Regex RuleId();

    [GeneratedRegex("^\\| `([a-z]+(?:[A-Z][a-z]+)*)` \\|", RegexOptions.Multiline)]
    private static partial Regex ReasonName();
}
