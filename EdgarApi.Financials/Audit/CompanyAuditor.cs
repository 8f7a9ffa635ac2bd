using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Checks;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Audit;

/// <summary>Audits every metric in every period of one company.</summary>
public sealed class CompanyAuditor
{
    /// <summary>Before this day filers were only beginning to tag their statements.</summary>
    private static readonly DateOnly EquationSince = new(2010, 1, 1);

    private static readonly MetricDefinition[] Metrics = [.. MetricCatalog.All.Select(metric => MetricCatalog.Definition(metric.Id))];

    private readonly FinancialModel _model;
    private readonly AnswerValues _answer;
    private readonly Provenance _provenance;
    private readonly FilingAudit _filings;
    private readonly int? _firstPeriodEnd;
    private readonly OrderedDictionary<string, (int Good, int Total)> _measures =
        new(AuditMeasures.All.Select(measure => KeyValuePair.Create(measure.Name, (0, 0))));
    private readonly List<MetricCoverage> _coverage = [];
    private readonly OrderedDictionary<string, CheckTally> _checks = [];
    private readonly List<AuditFinding> _findings = [];

    private CompanyAuditor(CompanyFacts facts)
    {
        _model = FinancialModel.GetOrBuild(facts, new StatementOptions());
        _answer = new AnswerValues(_model);
        _provenance = new Provenance(facts);
        _filings = new FilingAudit(_model, _answer);
        _firstPeriodEnd = ReportsOnFile.FirstPeriodEnd(_model);
    }

    /// <summary>Audits the company's newest values, on today's share basis.</summary>
    public static CompanyAudit Audit(CompanyFacts facts)
    {
        var auditor = new CompanyAuditor(facts);
        foreach (var frequency in Enum.GetValues<Frequency>()) auditor.Audit(frequency);
        return new CompanyAudit(
            facts.Cik, facts.EntityName, [.. auditor._model.Families.Order(StringComparer.Ordinal)], facts.Count, auditor._model.Currency,
            Enum.GetValues<Frequency>().Sum(frequency => auditor.Periods(frequency).Count),
            [.. auditor._measures.Select(measure => new AuditMeasure(measure.Key, measure.Value.Good, measure.Value.Total))],
            auditor._coverage, [.. auditor._checks.Values], auditor._findings);
    }

    private IReadOnlyList<FiscalPeriod> Periods(Frequency frequency) => _model.Calendar.GetPeriods(frequency);

    private void Audit(Frequency frequency)
    {
        var periods = Periods(frequency);
        foreach (var metric in Metrics) AuditValues(metric, frequency, periods);
        foreach (var period in periods)
            foreach (var kind in Enum.GetValues<StatementKind>()) AuditChecks(kind, frequency, period);
        if (frequency != Frequency.Ttm)
            foreach (var period in periods) AuditFilings(period);
        AuditLabels(periods);
        if (frequency != Frequency.Ttm) AuditGaps(periods);
    }

    private void AuditValues(MetricDefinition metric, Frequency frequency, IReadOnlyList<FiscalPeriod> periods)
    {
        var missing = new Dictionary<string, int>();
        var present = 0;
        foreach (var period in periods)
        {
            var value = _answer.At(period).Get(metric);
            Headline(metric.Metric, frequency, period, value);
            if (value.Value is null)
            {
                missing[value.Reason!] = missing.GetValueOrDefault(value.Reason!) + 1;
                continue;
            }
            present++;
            var fault = _provenance.FindFault(value);
            Measure(AuditMeasures.Provenance, fault is null);
            if (fault is not null) Find(AuditFindingKind.Provenance, period, metric.Metric.Id, fault);
        }
        // Lines of a family of filers count only for companies that have them.
        if (present > 0 || metric.Family is null)
            _coverage.Add(new MetricCoverage(metric.Metric.Id, frequency, present, periods.Count, missing));
    }

    private void Headline(Metric metric, Frequency frequency, FiscalPeriod period, MetricValue value)
    {
        if (frequency == Frequency.Ttm || !AuditMeasures.Headlines.Contains(metric.Id)) return;
        var isOnFile = period.End.DayNumber >= _firstPeriodEnd;
        var measure = frequency == Frequency.Annual ? AuditMeasures.Annual(metric.Id) : AuditMeasures.Quarterly(metric.Id);
        if (isOnFile) Measure(measure, value.Value is not null);
        if (value.Value is null)
            Find(isOnFile ? AuditFindingKind.HeadlineGap : AuditFindingKind.BeforeFirstReport, period, metric.Id, value.Reason!);
    }

    private void AuditChecks(StatementKind kind, Frequency frequency, FiscalPeriod period)
    {
        if (frequency == Frequency.Ttm && kind == StatementKind.Balance) return;
        foreach (var check in StatementChecks.Run(kind, _answer, period, _model))
        {
            Tally(check);
            if (check.Status == CheckStatus.NotApplicable) continue;
            var passed = check.Status != CheckStatus.Failed;
            Measure(AuditMeasures.StatementChecks, passed);
            if (check.Name == StatementChecks.AssetsEquation && period.End >= EquationSince && TotalsAreReported(period))
                Measure(AuditMeasures.AssetsEquation, passed);
            if (check.Name.EndsWith(StatementChecks.QuartersAddUp, StringComparison.Ordinal)) AuditQuarters(check.Status);
            if (!passed) Find(AuditFindingKind.FailedCheck, period, check.Name, $"{check.Difference} off, {check.Tolerance} allowed");
        }
    }

    private void AuditFilings(FiscalPeriod period)
    {
        foreach (var verdict in _filings.Audit(period))
        {
            Measure(verdict.Measure, verdict.Good);
            if (!verdict.Good) Find(AuditFindingKind.FilingContradiction, period, verdict.Metric, verdict.Detail);
        }
    }

    private void AuditQuarters(CheckStatus status)
    {
        Measure(AuditMeasures.QuartersAddUp, status != CheckStatus.Failed);
        Measure(AuditMeasures.QuartersAddUpAsShown, status == CheckStatus.Passed);
    }

    private bool TotalsAreReported(FiscalPeriod period)
    {
        var values = _answer.At(period);
        return values["Assets"].Source is { Derivation: null } && values["Liabilities"].Source is { Derivation: null }
            && values["Equity"].Value is not null;
    }

    private void Tally(StatementCheck check)
    {
        var tally = _checks.GetValueOrDefault(check.Name) ?? new CheckTally(check.Name, 0, 0, 0, 0);
        _checks[check.Name] = check.Status switch
        {
            CheckStatus.Passed => tally with { Passed = tally.Passed + 1 },
            CheckStatus.Failed => tally with { Failed = tally.Failed + 1 },
            CheckStatus.Restated => tally with { Restated = tally.Restated + 1 },
            _ => tally with { NotApplicable = tally.NotApplicable + 1 },
        };
    }

    private void AuditLabels(IReadOnlyList<FiscalPeriod> periods)
    {
        var seen = new HashSet<string>();
        foreach (var period in periods)
        {
            var isNew = seen.Add(period.Key);
            Measure(AuditMeasures.DistinctLabels, isNew);
            if (!isNew) Find(AuditFindingKind.DuplicateLabel, period, "", $"{period.Start:O} to {period.End:O} has the label too");
        }
    }

    private void AuditGaps(IReadOnlyList<FiscalPeriod> periods)
    {
        for (var i = 0; i + 1 < periods.Count; i++)
        {
            var days = periods[i].Start.DayNumber - periods[i + 1].End.DayNumber - 1;
            Measure(AuditMeasures.ContiguousPeriods, days == 0);
            var detail = $"begins {periods[i].Start:O}, {days} days after {periods[i + 1].Key} ended";
            if (days != 0) Find(AuditFindingKind.PeriodGap, periods[i], "", detail);
        }
    }

    private void Measure(string name, bool good) => _measures[name] = (_measures[name].Good + (good ? 1 : 0), _measures[name].Total + 1);

    private void Find(AuditFindingKind kind, FiscalPeriod period, string subject, string detail) =>
        _findings.Add(new AuditFinding(kind, _model.Facts.Cik, period.Key, subject, detail));
}
