using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Tests.Properties;

/// <summary>All results of the engine for a company, in a comparable form.</summary>
internal static class Answers
{
    /// <summary>Value by statement, frequency, metric and period.</summary>
    public static SortedDictionary<string, decimal?> Values(CompanyFacts facts, StatementOptions? options = null) =>
        new(All(facts, options).ToDictionary(cell => cell.Key, cell => cell.Value.Value), StringComparer.Ordinal);

    /// <summary>Values with their sources.</summary>
    public static List<string> WithSources(CompanyFacts facts, StatementOptions? options = null) =>
        [.. All(facts, options).Select(cell => $"{cell.Key} {cell.Value.Value} {Text(cell.Value.Source)} {cell.Value.Reason}")];

    public static IEnumerable<Statement> Statements(CompanyFacts facts, StatementOptions? options = null) =>
        from kind in Enum.GetValues<StatementKind>()
        from frequency in Enum.GetValues<Frequency>()
        select StatementBuilder.Build(facts, new StatementRequest(kind, frequency, 40) { Options = options ?? new StatementOptions() });

    private static IEnumerable<(string Key, MetricValue Value)> All(CompanyFacts facts, StatementOptions? options) =>
        from statement in Statements(facts, options)
        from line in statement.Lines
        from cell in statement.Periods.Zip(line.Values)
        select ($"{statement.Kind} {statement.Frequency} {line.Id} {cell.First.Key} {cell.First.Start:O} {cell.First.End:O}", cell.Second);

    private static string Text(Source? source)
    {
        if (source is null) return "";
        var others = string.Join("; ", source.Operands.Concat(source.OtherVintages).Select(Text));
        return $"{source.Concept} {source.Accession} {source.Value} {source.Derivation} {source.Restated} [{others}]";
    }
}
