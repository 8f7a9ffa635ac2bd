using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Overview;

/// <summary>Headline numbers of a company.</summary>
/// <param name="Currency">Reporting currency, ISO 4217; empty if nothing was reported.</param>
/// <param name="Annual">Headline metrics of the newest fiscal year.</param>
/// <param name="Ttm">Headline metrics of the newest twelve months.</param>
/// <param name="LatestBalance">Headline metrics of the newest balance sheet.</param>
/// <param name="Ratios">The catalog's headline ratios of the newest twelve months or year, by id, 4 decimals; null when they cannot be
/// computed.</param>
/// <param name="Coverage">The facts and periods on file.</param>
/// <param name="Quality">The outcomes of the newest statements' checks.</param>
public sealed record CompanyOverview(
    string Currency, PeriodMetrics? Annual, PeriodMetrics? Ttm, PeriodMetrics? LatestBalance,
    IReadOnlyDictionary<string, decimal?> Ratios, FactCoverage Coverage, StatementQuality Quality)
{
    /// <summary>Builds the overview of a company.</summary>
    public static CompanyOverview Build(CompanyFacts facts, StatementOptions options)
    {
        var model = FinancialModel.GetOrBuild(facts, options);
        var answer = new AnswerValues(model);
        var flows = Headlines(metric => !metric.IsInstant && metric.Statement is not null);
        var balances = Headlines(metric => metric.IsInstant && metric.Statement == StatementKind.Balance);
        var annual = Newest(answer, flows, Frequency.Annual);
        var ttm = Newest(answer, flows, Frequency.Ttm) ?? annual;
        var balance = Newest(answer, balances, Frequency.Quarterly) ?? Newest(answer, balances, Frequency.Annual);
        var ratios = RatioBuilder.Headlines(model, answer, GetNewer(ttm, annual));
        return new CompanyOverview(
            model.Currency, annual, ttm, balance, ratios, Covered(model), StatementQuality.From(model, answer));
    }

    private static List<MetricDefinition> Headlines(Func<Metric, bool> belongs) =>
        [.. MetricCatalog.All.Where(metric => metric.IsEssential && belongs(metric)).Select(metric => MetricCatalog.Definition(metric.Id))];

    private static PeriodMetrics? Newest(AnswerValues answer, List<MetricDefinition> metrics, Frequency frequency)
    {
        // A period has at least one reported metric.
        var periods = answer.PeriodsWith([.. metrics.Where(m => m.HasConcepts)], frequency, 1).Periods;
        if (periods.Count == 0) return null;
        var values = new OrderedDictionary<string, MetricValue>();
        foreach (var metric in metrics) values.Add(metric.Metric.Id, answer.At(periods[0]).Get(metric));
        return new PeriodMetrics(periods[0], values);
    }

    /// <summary>The newer of the two: a filer may have stopped reporting quarters.</summary>
    private static FiscalPeriod? GetNewer(PeriodMetrics? ttm, PeriodMetrics? annual) =>
        annual is not null && (ttm is null || annual.Period.End > ttm.Period.End) ? annual.Period : ttm?.Period;

    private static FactCoverage Covered(FinancialModel model)
    {
        var periods = model.Calendar.Quarterly.Concat(model.Calendar.Annual).OrderBy(period => period.End).ToList();
        var (facts, lastFiled) = model.Options.AsOf is { } day ? model.Facts.OnFile(day) : (model.Facts.Count, model.Facts.LastFiled);
        return new FactCoverage(facts, periods.Count > 0 ? periods[0].Key : null, periods.Count > 0 ? periods[^1].Key : null, lastFiled);
    }
}

/// <summary>Metrics of one period, by metric id.</summary>
/// <param name="Period">The period.</param>
/// <param name="Metrics">Values or reasons, by metric id, in order of presentation.</param>
public sealed record PeriodMetrics(FiscalPeriod Period, IReadOnlyDictionary<string, MetricValue> Metrics);

/// <summary>A company's facts and periods on file.</summary>
/// <param name="Facts">Number of facts, every vintage counted.</param>
/// <param name="FirstPeriod">Key of the oldest fiscal period.</param>
/// <param name="LastPeriod">Key of the newest fiscal period.</param>
/// <param name="LastFiled">Day of the newest filing.</param>
public sealed record FactCoverage(int Facts, string? FirstPeriod, string? LastPeriod, DateOnly? LastFiled);
