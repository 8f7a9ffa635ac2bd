using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Ratios;

/// <summary>Builds ratios of one company: a pure function of facts and a request.</summary>
public static class RatioBuilder
{
    /// <summary>Metrics that show whether a company reported anything for a period.</summary>
    private static readonly List<MetricDefinition> Anchors =
        [.. MetricCatalog.Definitions.Where(d => d is { HasConcepts: true, Metric: { IsEssential: true, Statement: not null } })];

    /// <summary>All ratios of the catalog over the selected periods, newest first.</summary>
    public static CompanyRatios Build(CompanyFacts facts, Frequency frequency, PeriodSelection periods, StatementOptions options) =>
        Build(facts, RatioCatalog.All, frequency, periods, options);

    /// <summary>
    /// The given ratios over the selected periods. Growth compares per-share figures of different years, so they
    /// are on one share basis, regardless of the options.
    /// </summary>
    public static CompanyRatios Build(
        CompanyFacts facts, IReadOnlyList<Ratio> ratios, Frequency frequency, PeriodSelection periods, StatementOptions options) =>
        Build(new AnswerValues(FinancialModel.GetOrBuild(facts, options with { Adjusted = true })), ratios, frequency, periods);

    internal static CompanyRatios Build(AnswerValues answer, IReadOnlyList<Ratio> ratios, Frequency frequency, PeriodSelection periods)
    {
        var model = answer.Model;
        var (shown, hasOlder) = answer.PeriodsWith(Anchors, frequency, periods);
        return new CompanyRatios(frequency, model.Currency, shown, [.. ratios.Select(ratio => new RatioLine(
            ratio, ratio.Formula(frequency), shown.ConvertAll(period => RatioEvaluation.Evaluate(model, answer, ratio, period))))])
        {
            HasOlder = hasOlder,
        };
    }

    /// <summary>The overview's ratios, of the newest twelve months or year.</summary>
    internal static OrderedDictionary<string, decimal?> Headlines(FinancialModel model, AnswerValues answer, FiscalPeriod? period)
    {
        var values = new OrderedDictionary<string, decimal?>();
        foreach (var ratio in RatioCatalog.All)
            if (ratio.IsHeadline)
                values.Add(ratio.Id, period is { } newest ? RatioEvaluation.Evaluate(model, answer, ratio, newest).Value : null);
        return values;
    }
}
