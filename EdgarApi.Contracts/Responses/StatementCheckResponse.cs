namespace EdgarApi.Contracts.Responses;

/// <summary>An equation that the numbers of a statement must satisfy, with its result.</summary>
/// <param name="Name">Stable name of the equation.</param>
/// <param name="Period">Key of the period.</param>
/// <param name="Status">passed, failed, restated (a later restatement of one part explains the difference) or not_applicable.</param>
/// <param name="Difference">Left side minus right side; null if a part is not reported.</param>
/// <param name="Tolerance">Largest difference that passes.</param>
public sealed record StatementCheckResponse(
    string Name,
    string Period,
    string Status,
    decimal? Difference,
    decimal Tolerance);
