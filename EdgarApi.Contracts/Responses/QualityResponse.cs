namespace EdgarApi.Contracts.Responses;

/// <summary>Summary of the checks of a company.</summary>
/// <param name="Passed">Number of checks that pass.</param>
/// <param name="Failed">Number of checks that fail.</param>
/// <param name="Restated">Number of checks whose difference is explained by a later restatement of one part.</param>
/// <param name="NotApplicable">Number of checks with a part that is not reported.</param>
/// <param name="Failures">The checks that fail, newest period first.</param>
public sealed record QualityResponse(
    int Passed,
    int Failed,
    int Restated,
    int NotApplicable,
    IReadOnlyList<StatementCheckResponse> Failures);
