using EdgarApi.Financials.Audit;

namespace EdgarApi.Cli.Audit;

/// <summary>A limit for a report.</summary>
/// <param name="Name">A measure, or <c>failed_checks</c>.</param>
/// <param name="Value">The report's value.</param>
/// <param name="Limit">The minimum of a measure; the maximum of failed checks.</param>
/// <param name="Passed">Whether the value is within the limit.</param>
internal sealed record AuditGate(string Name, decimal Value, decimal Limit, bool Passed);

/// <summary>Compares a report with the minimum of each measure.</summary>
internal static class AuditGates
{
    public static IReadOnlyList<AuditGate> Create(AuditReport report, Dictionary<string, decimal> minimums, int? maxFailures)
    {
        var gates = new List<AuditGate>();
        foreach (var (definition, measure) in AuditMeasures.All.Zip(report.Measures))
        {
            decimal? minimum = minimums.TryGetValue(definition.Name, out var other) ? other : definition.Minimum;
            if (minimum is { } limit) gates.Add(new AuditGate(definition.Name, measure.Share, limit, measure.Share >= limit));
        }
        var failures = report.Checks.Sum(check => check.Failed);
        if (maxFailures is { } most) gates.Add(new AuditGate("failed_checks", failures, most, failures <= most));
        return gates;
    }
}
