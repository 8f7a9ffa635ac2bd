using System.Text.RegularExpressions;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Tests.Rules;

public partial class RuleCatalogTests
{
    private static IEnumerable<RuleDescription> Descriptions =>
        RuleCatalog.Rules.Select(rule => rule.Description).Concat(GeneralRules.All.Select(general => general.Rule));

    [Fact]
    public void Every_rule_class_is_registered() => Assert.Equal(
        typeof(EngineRule).Assembly.GetTypes().Where(
            type => type.IsSubclassOf(typeof(EngineRule)) && !type.IsAbstract).Select(type => type.Name).Order(),
        RuleCatalog.Rules.Select(rule => rule.GetType().Name).Order());

    [Fact]
    public void Every_rule_description_is_registered()
    {
        var declared = typeof(EngineRule).Assembly.GetTypes().SelectMany(type => type.GetFields(
            System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.Public)).Where(
                field => field.FieldType == typeof(RuleDescription));
        Assert.Equal(
            declared.Select(
                field => ((RuleDescription)field.GetValue(null)!).Id).Order(), GeneralRules.All.Select(general => general.Rule.Id).Order());
    }

    [Fact]
    public void A_general_rule_has_a_class_of_its_own()
    {
        Assert.NotEmptyAndAll(
            GeneralRules.All, general => Assert.Same(general.Rule, general.Type.GetField(nameof(FilerFamily.Rule))?.GetValue(null)));
        Assert.Equal(GeneralRules.All.Count, GeneralRules.All.Select(general => general.Type).Distinct().Count());
    }

    [Fact]
    public void A_rule_has_a_kebab_case_id_a_one_sentence_reason_and_a_source() => Assert.NotEmptyAndAll(Descriptions, rule =>
    {
        Assert.Matches("^[a-z]+(-[a-z]+)*$", rule.Id);
        Assert.EndsWith(".", rule.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(". ", rule.Reason, StringComparison.Ordinal);
        Assert.EndsWith(".", rule.Source, StringComparison.Ordinal);
    });

    [Fact]
    public void Ids_are_unique() => Assert.Equal(Descriptions.Count(), Descriptions.Select(rule => rule.Id).Distinct().Count());

    [Fact]
    public void Every_registered_rule_is_a_stage_of_some_metric()
    {
        var used = MetricCatalog.Definitions.SelectMany(definition => definition.Stages).SelectMany(stage => stage.Rules).ToHashSet();
        Assert.Equal(RuleCatalog.Rules.Select(rule => rule.Description.Id).Order(), used.Select(rule => rule.Description.Id).Order());
    }

    [Fact]
    public void An_unknown_rule_or_one_of_the_wrong_kind_is_a_catalog_error()
    {
        Assert.Contains("nonsense", Assert.Throws<InvalidDataException>(() => RuleCatalog.Find<ValueRule>("nonsense")).Message,
            StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => RuleCatalog.Find<ValueRule>("negative-derivation"));
    }

    [Fact]
    public void Rules_declare_all_metrics_they_read() => Assert.NotEmptyAndAll(RuleCatalog.Rules, rule =>
    {
        var fields = rule.GetType().GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)
            .Where(field => field.FieldType == typeof(MetricInput)).Select(field => (MetricInput)field.GetValue(rule)!);
        Assert.All(fields, input => Assert.Contains(input, rule.Inputs)); // a rule may read no metric
    });

    [Fact]
    public void Concepts_are_named_in_data_not_in_code() => Assert.DoesNotContain(
        SourceFiles.GetEngine(), file => ConceptName().IsMatch(file.Text));

    [Fact]
    public void Concept_lists_belong_to_rules() =>
        Assert.Subset(Descriptions.Select(rule => rule.Id).ToHashSet(), ConceptLists.All.Keys.ToHashSet());

    [GeneratedRegex("\"-?(us-gaap|ifrs-full|dei):")]
    private static partial Regex ConceptName();
}
