namespace EdgarApi.Contracts.Responses;

/// <summary>A limit of the caller's tier.</summary>
/// <param name="Name">`minute`, `day` or `concurrent` for request limits; the parameter name for limits of a single request.</param>
/// <param name="Allows">The limit's value; null if it is not a number.</param>
/// <param name="RetryAfter">Seconds to wait before retrying; null if waiting does not help.</param>
public sealed record ProblemLimit(
    string Name,
    int? Allows,
    int? RetryAfter);
