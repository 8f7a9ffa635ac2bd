using EdgarApi.Financials.Audit;

namespace EdgarApi.Cli.Audit;

/// <summary>A condition on a report.</summary>
/// <param name="Name">Measure, or <c>failed_checks</c>.</param>
/// <param name="Value">What the report has.</param>
/// <param name="Limit">What it must have at least; at most, of failed checks.</param>
/// <param name="Passed">Whether it does.</param>
internal sealed record AuditGate(string Name, decimal Value, decimal Limit, bool Passed);

/// <summary>Holds a report against the minimum of each measure.</summary>
internal static class AuditGates
{
    public static IReadOnlyList<AuditGate> Of(AuditReport report, Dictionary<string, decimal> minimums, int? maxFailures)
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
