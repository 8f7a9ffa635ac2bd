using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Reported;
using EdgarApi.Financials.Statements.Checks;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements;

/// <summary>Builds statements: a pure function of facts and a request.</summary>
public static class StatementBuilder
{
    /// <summary>The statement; it has no periods if the company reported nothing of the kind.</summary>
    public static Statement Build(CompanyFacts facts, StatementRequest request)
    {
        var model = FinancialModel.GetOrBuild(facts, request.Options);
        return request.View == StatementView.Reported ? ReportedStatement.Build(model, request) : BuildStandard(model, request);
    }

    private static Statement BuildStandard(FinancialModel model, StatementRequest request)
    {
        var values = new AnswerValues(model);
        var definitions = MetricCatalog.GetAll(request.Kind).Select(metric => MetricCatalog.Definition(metric.Id)).ToList();
        // The operating section starts from net income.
        if (request.Kind == StatementKind.CashFlow) definitions.Insert(0, MetricCatalog.Definition("NetIncomeIncludingNoncontrolling"));
        var totals = definitions.Where(d => d.Metric.IsEssential && d.Metric.Statement == request.Kind && d.HasConcepts).ToList();
        var (periods, hasOlder) = values.PeriodsWith(totals, request.Frequency, request.Selection);
        var lines = new List<StatementLine>(definitions.Count);
        foreach (var definition in definitions)
        {
            if (definition.Family is { } family && !model.Families.Contains(family)) continue;
            // Lines of a family of filers, and lines that few filers have, appear only with a value.
            var needsValue = definition is { Family: not null } or { IsRare: true };
            if (needsValue && !model.MayHave(definition)) continue;
            var row = new MetricValue[periods.Count];
            for (var i = 0; i < row.Length; i++) row[i] = values.Show(periods[i], definition);
            if (needsValue && Array.TrueForAll(row, value => value.Value is null)) continue;
            var metric = definition.Metric;
            lines.Add(new StatementLine(metric.Id, metric.Label, metric.Level, metric.IsTotal, model.GetUnit(metric), row));
        }
        var checks = periods.SelectMany(period => StatementChecks.Run(request.Kind, values, period, model)).ToList();
        return new Statement(request.Kind, request.Frequency, request.View, request.Options, model.Currency, periods, lines, checks)
        {
            HasOlder = hasOlder,
        };
    }
}
