using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Audit;

/// <summary>The audits of several companies and their sums.</summary>
/// <param name="Companies">By CIK.</param>
/// <param name="Measures">Sums, in the order of <see cref="AuditMeasures.All"/>.</param>
/// <param name="Coverage">Sums by metric and frequency.</param>
/// <param name="Checks">Sums by check.</param>
/// <param name="Families">Sums by family of filers; a company of two families counts in both.</param>
public sealed record AuditReport(
    IReadOnlyList<CompanyAudit> Companies, IReadOnlyList<AuditMeasure> Measures, IReadOnlyList<MetricCoverage> Coverage,
    IReadOnlyList<CheckTally> Checks, IReadOnlyList<FamilyAudit> Families)
{
    /// <summary>Number of facts, every vintage counted.</summary>
    public int Facts => Companies.Sum(company => company.Facts);

    /// <summary>Adds up audits.</summary>
    public static AuditReport From(IEnumerable<CompanyAudit> audits)
    {
        CompanyAudit[] companies = [.. audits.OrderBy(audit => audit.Cik)];
        var coverage = companies.SelectMany(c => c.Coverage).GroupBy(c => (c.Metric, c.Frequency))
            .Select(g => Sum(g.Key.Metric, g.Key.Frequency, [.. g]));
        var families = companies
            .SelectMany(company => company.Families.DefaultIfEmpty(FamilyAudit.None), (company, family) => (company, family))
            .GroupBy(pair => pair.family, pair => pair.company).OrderBy(family => family.Key, StringComparer.Ordinal)
            .Select(family => new FamilyAudit(family.Key, family.Count(), SumMeasures([.. family]), SumChecks(family)));
        return new AuditReport(companies, SumMeasures(companies), [.. coverage], SumChecks(companies), [.. families]);
    }

    private static AuditMeasure[] SumMeasures(CompanyAudit[] companies) => [.. AuditMeasures.All.Select((measure, i) =>
        new AuditMeasure(measure.Name, companies.Sum(c => c.Measures[i].Good), companies.Sum(c => c.Measures[i].Total)))];

    private static CheckTally[] SumChecks(IEnumerable<CompanyAudit> companies) =>
    [
        .. companies.SelectMany(c => c.Checks).GroupBy(c => c.Name).Select(g => new CheckTally(
            g.Key, g.Sum(c => c.Passed), g.Sum(c => c.Failed), g.Sum(c => c.Restated), g.Sum(c => c.NotApplicable))),
    ];

    private static MetricCoverage Sum(string metric, Frequency frequency, MetricCoverage[] parts)
    {
        var missing = parts.SelectMany(part => part.Missing).GroupBy(pair => pair.Key)
            .Select(reason => (reason.Key, Count: reason.Sum(pair => pair.Value))).OrderByDescending(reason => reason.Count);
        return new MetricCoverage(
            metric, frequency, parts.Sum(part => part.Present), parts.Sum(part => part.Periods),
            missing.ToDictionary(reason => reason.Key, reason => reason.Count));
    }
}

/// <summary>The audits of the companies of one family.</summary>
/// <param name="Family">The family, or <see cref="None"/>.</param>
/// <param name="Companies">How many companies it has.</param>
/// <param name="Measures">Sums, in the order of <see cref="AuditMeasures.All"/>.</param>
/// <param name="Checks">Sums by check.</param>
public sealed record FamilyAudit(
    string Family, int Companies, IReadOnlyList<AuditMeasure> Measures, IReadOnlyList<CheckTally> Checks)
{
    /// <summary>The name of filers without lines of their own.</summary>
    public const string None = "other";
}
