using EdgarApi.Financials.Statements.Values;

namespace EdgarApi.Financials.Statements.Pipeline;

/// <summary>A value that a stage found, before the stage's rules have looked at it.</summary>
/// <param name="Value">The value.</param>
/// <param name="Candidate">The rows behind a value of concepts; null for a value of formulas.</param>
internal readonly record struct Finding(decimal Value, Candidate? Candidate)
{
    /// <summary>Whether it was computed from several rows.</summary>
    public bool IsDerived => Candidate is not { IsDerived: false };
}
