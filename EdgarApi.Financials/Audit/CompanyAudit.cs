using EdgarApi.Financials.Companies;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Audit;

/// <summary>The audit of one company's statements.</summary>
/// <param name="Cik">The filer.</param>
/// <param name="Name">The name in the facts file.</param>
/// <param name="Families">The families whose lines the filer has, such as <c>bank</c>, by name; empty without a family.</param>
/// <param name="Facts">Number of facts, every vintage counted.</param>
/// <param name="Currency">Reporting currency, ISO 4217; empty if no amount was reported.</param>
/// <param name="Periods">Number of fiscal years, quarters and trailing twelve months audited.</param>
/// <param name="Measures">In the order of <see cref="AuditMeasures.All"/>.</param>
/// <param name="Coverage">Each metric and frequency that applies to the company.</param>
/// <param name="Checks">Outcomes of the statements' checks by name.</param>
/// <param name="Findings">All faults.</param>
public sealed record CompanyAudit(
    Cik Cik, string Name, IReadOnlyList<string> Families, int Facts, string Currency, int Periods, IReadOnlyList<AuditMeasure> Measures,
    IReadOnlyList<MetricCoverage> Coverage, IReadOnlyList<CheckTally> Checks, IReadOnlyList<AuditFinding> Findings);

/// <summary>The number of periods with a value of a metric, and the reasons of missing values.</summary>
/// <param name="Metric">Metric id.</param>
/// <param name="Frequency">Length of the periods.</param>
/// <param name="Present">Periods with a value.</param>
/// <param name="Periods">Periods on file.</param>
/// <param name="Missing">Periods without a value, by reason.</param>
public sealed record MetricCoverage(string Metric, Frequency Frequency, int Present, int Periods, IReadOnlyDictionary<string, int> Missing)
{
    /// <summary>Share from 0 to 1, rounded down to 4 decimals.</summary>
    public decimal Share => Periods == 0 ? 0 : Math.Floor(Present * 10_000m / Periods) / 10_000m;
}

/// <summary>Outcomes of one check.</summary>
/// <param name="Name">The check's name.</param>
/// <param name="Passed">Periods in which it held.</param>
/// <param name="Failed">Periods in which it did not hold.</param>
/// <param name="Restated">Periods in which a later restatement of one part explains the difference.</param>
/// <param name="NotApplicable">Periods in which a part was not reported.</param>
public sealed record CheckTally(string Name, int Passed, int Failed, int Restated, int NotApplicable);

/// <summary>The kind of a fault.</summary>
public enum AuditFindingKind
{
    /// <summary>A value that does not trace.</summary>
    Provenance,

    /// <summary>A statement check that failed.</summary>
    FailedCheck,

    /// <summary>A value that its own filing contradicts.</summary>
    FilingContradiction,

    /// <summary>A headline metric without a value in a period with a report of its own.</summary>
    HeadlineGap,

    /// <summary>A headline metric without a value in a comparative period that the first report on file shows in part.</summary>
    BeforeFirstReport,

    /// <summary>Time between two periods that belongs to no period.</summary>
    PeriodGap,

    /// <summary>A period label that is not unique.</summary>
    DuplicateLabel,
}

/// <summary>One fault.</summary>
/// <param name="Kind">The kind of fault.</param>
/// <param name="Cik">The company.</param>
/// <param name="Period">Period key.</param>
/// <param name="Subject">Metric or check.</param>
/// <param name="Detail">What was found instead, or the reason of a missing value.</param>
public sealed record AuditFinding(AuditFindingKind Kind, Cik Cik, string Period, string Subject, string Detail);
