using EdgarApi.Financials.Statements;
using EdgarApi.Financials.Statements.Checks;
using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Overview;

/// <summary>How the checks of the newest statements came out.</summary>
/// <param name="Passed">Checks that hold.</param>
/// <param name="Failed">Checks that do not.</param>
/// <param name="Restated">Checks whose difference a later restatement of one part explains.</param>
/// <param name="NotApplicable">Checks of which a part was not reported.</param>
/// <param name="Failures">The checks that do not hold, newest period first.</param>
public sealed record StatementQuality(int Passed, int Failed, int Restated, int NotApplicable, IReadOnlyList<StatementCheck> Failures)
{
    /// <summary>Checks the three statements of the newest five fiscal years and eight quarters.</summary>
    internal static StatementQuality Of(FinancialModel model, AnswerValues answer)
    {
        var periods = model.Calendar.Annual.Take(Thresholds.YearsChecked).Concat(model.Calendar.Quarterly.Take(Thresholds.QuartersChecked));
        var checks = periods.SelectMany(period => Enum.GetValues<StatementKind>().SelectMany(kind => StatementChecks.Of(kind, answer, period, model))).ToList();
        int Count(CheckStatus status) => checks.Count(check => check.Status == status);
        return new StatementQuality(
            Count(CheckStatus.Passed), Count(CheckStatus.Failed), Count(CheckStatus.Restated), Count(CheckStatus.NotApplicable),
            [.. checks.Where(check => check.Status == CheckStatus.Failed)]);
    }
}
