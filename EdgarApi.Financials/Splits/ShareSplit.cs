namespace EdgarApi.Financials.Splits;

/// <summary>A stock split as the filings show it.</summary>
/// <param name="Ratio">New shares for one old share: 10 for ten-for-one, 0.1 for a reverse one-for-ten split.</param>
/// <param name="LastOnOldBasis">Position of the last filing known to count old shares.</param>
/// <param name="FirstOnNewBasis">Position of the first filing known to count new shares.</param>
internal readonly record struct ShareSplit(decimal Ratio, int LastOnOldBasis, int FirstOnNewBasis);
