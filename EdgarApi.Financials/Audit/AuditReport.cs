using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Audit;

/// <summary>The audits of several companies and their sums.</summary>
/// <param name="Companies">By CIK.</param>
/// <param name="Measures">Sums, in the order of <see cref="AuditMeasures.All"/>.</param>
/// <param name="Coverage">Sums by metric and frequency.</param>
/// <param name="Checks">Sums by check.</param>
public sealed record AuditReport(
    IReadOnlyList<CompanyAudit> Companies, IReadOnlyList<AuditMeasure> Measures, IReadOnlyList<MetricCoverage> Coverage,
    IReadOnlyList<CheckTally> Checks)
{
    /// <summary>Number of facts, every vintage counted.</summary>
    public int Facts => Companies.Sum(company => company.Facts);

    /// <summary>Adds up audits.</summary>
    public static AuditReport From(IEnumerable<CompanyAudit> audits)
    {
        CompanyAudit[] companies = [.. audits.OrderBy(audit => audit.Cik)];
        var measures = AuditMeasures.All.Select((measure, i) =>
            new AuditMeasure(measure.Name, companies.Sum(c => c.Measures[i].Good), companies.Sum(c => c.Measures[i].Total)));
        var coverage = companies.SelectMany(c => c.Coverage).GroupBy(c => (c.Metric, c.Frequency))
            .Select(g => Sum(g.Key.Metric, g.Key.Frequency, [.. g]));
        var checks = companies.SelectMany(c => c.Checks).GroupBy(c => c.Name).Select(g => new CheckTally(
            g.Key, g.Sum(c => c.Passed), g.Sum(c => c.Failed), g.Sum(c => c.Restated), g.Sum(c => c.NotApplicable)));
        return new AuditReport(companies, [.. measures], [.. coverage], [.. checks]);
    }

    private static MetricCoverage Sum(string metric, Frequency frequency, MetricCoverage[] parts)
    {
        var missing = parts.SelectMany(part => part.Missing).GroupBy(pair => pair.Key)
            .Select(reason => (reason.Key, Count: reason.Sum(pair => pair.Value))).OrderByDescending(reason => reason.Count);
        return new MetricCoverage(
            metric, frequency, parts.Sum(part => part.Present), parts.Sum(part => part.Periods),
            missing.ToDictionary(reason => reason.Key, reason => reason.Count));
    }
}
