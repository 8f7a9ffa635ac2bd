using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Checks;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Overview;

/// <summary>The outcomes of the newest statements' checks.</summary>
/// <param name="Passed">Checks that hold.</param>
/// <param name="Failed">Checks that do not hold.</param>
/// <param name="Restated">Checks whose difference a later restatement of one part explains.</param>
/// <param name="NotApplicable">Checks with a part that was not reported.</param>
/// <param name="Failures">The checks that do not hold, newest period first.</param>
public sealed record StatementQuality(int Passed, int Failed, int Restated, int NotApplicable, IReadOnlyList<StatementCheck> Failures)
{
    /// <summary>Checks the three statements of the newest five fiscal years and eight quarters.</summary>
    internal static StatementQuality From(FinancialModel model, AnswerValues answer)
    {
        var periods = model.Calendar.Annual.Take(Thresholds.YearsChecked).Concat(model.Calendar.Quarterly.Take(Thresholds.QuartersChecked));
        var checks = periods
            .SelectMany(period => Enum.GetValues<StatementKind>().SelectMany(kind => StatementChecks.Run(kind, answer, period, model)))
            .ToList();
        int Count(CheckStatus status) => checks.Count(check => check.Status == status);
        return new StatementQuality(
            Count(CheckStatus.Passed), Count(CheckStatus.Failed), Count(CheckStatus.Restated), Count(CheckStatus.NotApplicable),
            [.. checks.Where(check => check.Status == CheckStatus.Failed)]);
    }
}
