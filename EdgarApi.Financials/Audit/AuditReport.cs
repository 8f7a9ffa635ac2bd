using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Audit;

/// <summary>The audits of several companies and their sums.</summary>
/// <param name="Companies">By CIK.</param>
/// <param name="Measures">Sums, in the order of <see cref="AuditMeasures.All"/>.</param>
/// <param name="Coverage">Sums by metric and frequency.</param>
/// <param name="Checks">Sums by check.</param>
public sealed record AuditReport(
    IReadOnlyList<CompanyAudit> Companies, IReadOnlyList<AuditMeasure> Measures, IReadOnlyList<MetricCoverage> Coverage, IReadOnlyList<CheckTally> Checks)
{
    /// <summary>Number of facts, every vintage counted.</summary>
    public int Facts => Companies.Sum(company => company.Facts);

    /// <summary>Adds up audits.</summary>
    public static AuditReport Of(IEnumerable<CompanyAudit> audits)
    {
        CompanyAudit[] companies = [.. audits.OrderBy(audit => audit.Cik)];
        return new AuditReport(
            companies,
            [.. AuditMeasures.All.Select((measure, i) => new AuditMeasure(measure.Name, companies.Sum(c => c.Measures[i].Good), companies.Sum(c => c.Measures[i].Total)))],
            [.. companies.SelectMany(c => c.Coverage).GroupBy(c => (c.Metric, c.Frequency)).Select(g => Sum(g.Key.Metric, g.Key.Frequency, [.. g]))],
            [.. companies.SelectMany(c => c.Checks).GroupBy(c => c.Name)
                .Select(g => new CheckTally(g.Key, g.Sum(c => c.Passed), g.Sum(c => c.Failed), g.Sum(c => c.Restated), g.Sum(c => c.NotApplicable)))]);
    }

    private static MetricCoverage Sum(string metric, Frequency frequency, MetricCoverage[] parts) => new(
        metric, frequency, parts.Sum(part => part.Present), parts.Sum(part => part.Periods),
        parts.SelectMany(part => part.Missing).GroupBy(pair => pair.Key).OrderByDescending(g => g.Sum(pair => pair.Value)).ToDictionary(g => g.Key, g => g.Sum(pair => pair.Value)));
}
