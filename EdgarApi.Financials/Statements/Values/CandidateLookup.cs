namespace EdgarApi.Financials.Statements.Values;

/// <summary>The result of looking up concepts for a period.</summary>
/// <param name="Candidate">The value; null if it is missing.</param>
/// <param name="Reason">Why it is missing: <see cref="ReasonCode.NotReported"/>, or that there are facts which cannot be used.</param>
internal readonly record struct CandidateLookup(Candidate? Candidate, ReasonCode Reason = ReasonCode.NotReported)
{
    public static CandidateLookup None => default;

    public static CandidateLookup Missing(ReasonCode reason) => new(null, reason);
}
