using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Rules;

namespace EdgarApi.Financials.Tests.Rules;

/// <summary>
/// The rules' definitions and output have the version that is on record. After a change of either, raise
/// <see cref="RulesVersion.Current"/>, list the metrics in CHANGELOG.md, and run this test once with EDGAR_RECORD_RULES=1.
/// </summary>
public sealed class RulesVersionTests
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The companies of the sample.</summary>
    private static readonly int[] Sample =
    [
        Companies.Apple, Companies.Nvidia, Companies.Alphabet, Companies.Amd, Companies.Walmart, Companies.HomeDepot, Companies.Costco,
        Companies.ProcterAndGamble, Companies.McDonalds, Companies.Nike, Companies.Tsmc, Companies.RoyalBank,
    ];

    private sealed record OnRecord(int Version, string Definitions, string Output);

    [Fact]
    public void Definitions_and_output_change_only_with_the_version()
    {
        var path = GetPath();
        var recorded = JsonSerializer.Deserialize<OnRecord>(File.ReadAllText(path))!;
        var current = new OnRecord(RulesVersion.Current, GetDefinitions(), GetOutput());
        if (Environment.GetEnvironmentVariable("EDGAR_RECORD_RULES") == "1" && recorded.Version < current.Version)
        {
            File.WriteAllText(path, JsonSerializer.Serialize(current, Indented) + "\n");
            return;
        }

        Assert.Equal(recorded, current);
    }

    [Fact]
    public void The_changelog_lists_the_metrics_of_the_version()
    {
        var changelog = File.ReadAllText(Path.Combine(SourceFiles.Root(), "CHANGELOG.md"));
        var entry = changelog.Split($"- Rules version {RulesVersion.Current} changes")[1].Split("\n- ")[0];
        Assert.Contains("`Revenue`", entry, StringComparison.Ordinal);
        var ids = entry.Split('`').Where((_, index) => index % 2 == 1).ToList();
        Assert.NotEmptyAndAll(ids, id => Assert.True(MetricCatalog.TryFind(id, out _), id));
    }

    private static string GetDefinitions()
    {
        var ids = RuleCatalog.Rules.Select(rule => rule.Description.Id).Concat(GeneralRules.All.Select(rule => rule.Rule.Id))
            .Order(StringComparer.Ordinal);
        var assembly = typeof(MetricCatalog).Assembly;
        var tables = assembly.GetManifestResourceNames().Where(name => name.EndsWith(".json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd().ReplaceLineEndings("\n");
            });
        return Hash(string.Join('\n', ids.Concat(tables)));
    }

    private static string GetOutput()
    {
        var text = new StringBuilder();
        foreach (var cik in Sample)
            foreach (var kind in Enum.GetValues<StatementKind>())
                foreach (var frequency in Enum.GetValues<Frequency>())
                    Append(text, StatementBuilder.Build(Companies.Facts(cik), new StatementRequest(kind, frequency, 40)));
        return Hash(text.ToString());
    }

    private static void Append(StringBuilder text, Statement statement)
    {
        foreach (var line in statement.Lines)
            for (var i = 0; i < statement.Periods.Count; i++)
            {
                var (period, value) = (statement.Periods[i].Key, line.Values[i]);
                text.Append(FormattableString.Invariant(
                    $"{line.Id} {statement.Frequency} {period} {value.Value} {value.ReasonCode} {value.Source?.Concept}\n"));
            }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string GetPath() =>
        Path.Combine(SourceFiles.Root(), "EdgarApi.Financials.Tests/Rules/rules-version.json");
}
