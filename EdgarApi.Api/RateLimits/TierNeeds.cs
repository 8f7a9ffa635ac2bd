using EdgarApi.Accounts;
using EdgarApi.Api.Problems;

namespace EdgarApi.Api.RateLimits;

/// <summary>
/// What a request needs of its caller's tier. Responses are the same for all tiers: a tier that does not allow one gets an error, never
/// less data.
/// </summary>
/// <param name="Periods">Number of periods of a statement or series.</param>
/// <param name="FactsPerPage">Number of facts per page.</param>
/// <param name="Export">A format other than JSON.</param>
internal readonly record struct TierNeeds(int Periods = 0, int FactsPerPage = 0, string? Export = null)
{
    /// <summary>Explains why a tier does not meet the needs; null, without allocating, if it does.</summary>
    public ApiProblem? FindProblem(Tier tier) =>
        Periods > tier.Periods ? CreateProblem(
            "periods", tier.Periods, $"The tier '{tier.Name}' allows at most {tier.Periods} periods; {Periods} were requested.")
        : FactsPerPage > tier.FactsPerPage ? CreateProblem(
            "limit", tier.FactsPerPage,
            $"The tier '{tier.Name}' allows at most {tier.FactsPerPage} facts per page; {FactsPerPage} were requested.")
        : Export is { } format && !tier.Allows(format) ? CreateProblem(
            "format", null,
            $"The tier '{tier.Name}' allows only {string.Join(", ", tier.Exports.Prepend("json"))}; {format} was requested.")
        : null;

    private static ApiProblem CreateProblem(string parameter, int? allowed, string detail) =>
        ApiProblem.Create(ProblemKinds.TierLimitExceeded, detail) with { Limit = new ProblemLimit(parameter, allowed, null) };
}
