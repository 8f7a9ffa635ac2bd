namespace EdgarApi.Financials.Statements.Values;

/// <summary>What concepts give for a period.</summary>
/// <param name="Candidate">The value; null for none.</param>
/// <param name="Reason">Why there is none: <see cref="ReasonCode.NotReported"/>, or that there are facts which cannot be used.</param>
internal readonly record struct CandidateLookup(Candidate? Candidate, ReasonCode Reason = ReasonCode.NotReported)
{
    public static CandidateLookup None => default;

    public static CandidateLookup Missing(ReasonCode reason) => new(null, reason);
}
