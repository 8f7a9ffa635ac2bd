namespace EdgarApi.Contracts.Responses;

/// <summary>Something that a comparison of statements or ratios must know.</summary>
/// <param name="Code">noCommonCurrency, companiesWithoutStatement or companiesWithoutRatios.</param>
/// <param name="Text">The note as text.</param>
/// <param name="Companies">Tickers, or CIKs of filers without one, of the companies concerned.</param>
public sealed record ComparisonNote(
    string Code,
    string Text,
    IReadOnlyList<string> Companies);
