using EdgarApi.Api.Requests;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Contract;

/// <summary>Creates checks of responses.</summary>
internal static class StatementCheckResponses
{
    public static readonly NamedValues<CheckStatus> Statuses = new(
        ("passed", CheckStatus.Passed), ("failed", CheckStatus.Failed), ("restated", CheckStatus.Restated),
        ("not_applicable", CheckStatus.NotApplicable));

    extension(StatementCheckResponse)
    {
        public static StatementCheckResponse From(StatementCheck check) =>
            new(check.Name, check.Period, Statuses.GetName(check.Status), check.Difference, check.Tolerance);
    }
}
