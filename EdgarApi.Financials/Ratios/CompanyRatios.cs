using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Ratios;

/// <summary>Ratios of one company over several periods, newest first.</summary>
/// <param name="Frequency">Length of the periods.</param>
/// <param name="Currency">Reporting currency of the operands, ISO 4217.</param>
/// <param name="Periods">Newest first; empty if the company reported nothing of the kind.</param>
/// <param name="Ratios">In the order of the catalog, or of the request.</param>
public sealed record CompanyRatios(
    Frequency Frequency, string Currency, IReadOnlyList<FiscalPeriod> Periods, IReadOnlyList<RatioLine> Ratios)
{
    /// <summary>Whether the company has older periods that the selection's bounds contain.</summary>
    public bool HasOlder { get; init; }
}

/// <summary>One ratio over the periods.</summary>
/// <param name="Ratio">The ratio.</param>
/// <param name="Formula">As computed for these periods, over metric ids.</param>
/// <param name="Values">One for each period, in their order.</param>
public sealed record RatioLine(Ratio Ratio, string Formula, IReadOnlyList<RatioValue> Values);

/// <summary>A ratio of one period, or the reason why it is missing.</summary>
/// <param name="Value">4 decimals; null if it cannot be computed.</param>
/// <param name="Reason">Why the value is missing, as text; null if there is a value.</param>
/// <param name="Operands">The metrics' values that the formula was computed over; of a ratio that could not be computed those that were
/// found.</param>
public sealed record RatioValue(decimal? Value, string? Reason, IReadOnlyList<RatioOperand> Operands)
{
    /// <summary>The reason for programs; null when there is a value.</summary>
    public ReasonCode? ReasonCode { get; init; }
}

/// <summary>One value in a formula.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Period">The period; for a balance the one that it ends.</param>
/// <param name="Value">With the metric's sign and on one share basis.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record RatioOperand(Metric Metric, FiscalPeriod Period, decimal Value, Source Source);
