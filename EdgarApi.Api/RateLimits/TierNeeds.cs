using EdgarApi.Accounts;
using EdgarApi.Api.Problems;

namespace EdgarApi.Api.RateLimits;

/// <summary>What a request needs of its caller's tier. Answers are the same for every tier: whoever may not have one is told so, and never gets less of it.</summary>
/// <param name="Periods">Periods of a statement or series.</param>
/// <param name="FactsPerPage">Facts of one page.</param>
/// <param name="Export">A format besides JSON.</param>
internal readonly record struct TierNeeds(int Periods = 0, int FactsPerPage = 0, string? Export = null)
{
    public bool AreMetBy(Tier tier) => !(Periods > tier.Periods) && !(FactsPerPage > tier.FactsPerPage) && (Export is null || tier.Allows(Export));

    /// <summary>Why a tier does not meet them; null when it does.</summary>
    public ApiProblem? Unmet(Tier tier) =>
        Periods > tier.Periods ? Beyond("periods", tier.Periods, $"{Periods} periods are asked for; the tier '{tier.Name}' gives at most {tier.Periods}.")
        : FactsPerPage > tier.FactsPerPage ? Beyond("limit", tier.FactsPerPage, $"{FactsPerPage} facts a page are asked for; the tier '{tier.Name}' gives at most {tier.FactsPerPage}.")
        : Export is { } format && !tier.Allows(format) ? Beyond("format", null, $"{format.ToUpperInvariant()} is asked for; the tier '{tier.Name}' gives {string.Join(", ", tier.Exports.Prepend("json"))} only.")
        : null;

    private static ApiProblem Beyond(string parameter, int? allowed, string detail) =>
        ApiProblem.Create(ProblemKinds.TierLimitExceeded, detail) with { Limit = new ProblemLimit(parameter, allowed, null) };
}
