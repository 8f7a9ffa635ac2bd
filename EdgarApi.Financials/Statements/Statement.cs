using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Financials.Statements;

/// <summary>A statement over several periods, newest first.</summary>
/// <param name="Kind">Which statement.</param>
/// <param name="Frequency">Length of the periods.</param>
/// <param name="View">Whose lines.</param>
/// <param name="Options">Vintage, date and share basis that it was built with.</param>
/// <param name="Currency">The one reporting currency of all its amounts, ISO 4217.</param>
/// <param name="Periods">Newest first; empty when the company reported nothing of the kind.</param>
/// <param name="Lines">In the order of presentation; each has one value a period.</param>
/// <param name="Checks">What was checked of the numbers shown, and how it came out.</param>
public sealed record Statement(
    StatementKind Kind, Frequency Frequency, StatementView View, StatementOptions Options, string Currency,
    IReadOnlyList<FiscalPeriod> Periods, IReadOnlyList<StatementLine> Lines, IReadOnlyList<StatementCheck> Checks)
{
    /// <summary>
    /// In the reported view, the concepts with a value in one of the periods that no primary statement of the taxonomy presents: notes, details and
    /// the statement of changes in equity. They are about the periods, so that the same ones accompany each of the three statements.
    /// </summary>
    public IReadOnlyList<StatementLine> Unclassified { get; init; } = [];
}

/// <summary>One line of a statement.</summary>
/// <param name="Id">Metric id, or <c>taxonomy:Concept</c> in the reported view.</param>
/// <param name="Label">For people.</param>
/// <param name="Level">Depth of indentation, 0 for totals.</param>
/// <param name="IsTotal">Whether lines above or below add up to it.</param>
/// <param name="Unit">Currency, <c>shares</c>, <c>USD/shares</c> or <c>pure</c>.</param>
/// <param name="Values">One for each of the statement's periods, in their order.</param>
public sealed record StatementLine(string Id, string Label, int Level, bool IsTotal, string Unit, IReadOnlyList<MetricValue> Values);

/// <summary>A value with where it comes from, or none with the reason.</summary>
/// <param name="Value">Exact decimal; null when it is not known or cannot be justified.</param>
/// <param name="Source">The fact or derivation behind the value; null when there is no value.</param>
/// <param name="Reason">Why there is no value, in words; null when there is one.</param>
/// <param name="ReasonCode">The same for programs.</param>
public readonly record struct MetricValue(decimal? Value, Source? Source, string? Reason = null, ReasonCode? ReasonCode = null)
{
    /// <summary>No value, and why.</summary>
    public static MetricValue Missing(ReasonCode reason) => new(null, null, reason.ToText(), reason);

    /// <summary>No value, since only filers of a family have the metric.</summary>
    internal static MetricValue MissingInFamily(string family) => new(
        null, null, $"only {("aeiou".Contains(family[0]) ? "an" : "a")} {family} has it", Statements.ReasonCode.OtherFamily);
}

/// <summary>One fact of one filing, or a derivation from such facts.</summary>
public sealed record Source
{
    /// <summary><c>taxonomy:Concept</c>; of a derived value the metric's id.</summary>
    public required string Concept { get; init; }

    /// <summary>Accession number of the filing; of a derived value that of its newest operand.</summary>
    public required string Accession { get; init; }

    /// <summary>Form of that filing.</summary>
    public required string Form { get; init; }

    /// <summary>Day on which that filing was filed.</summary>
    public required DateOnly Filed { get; init; }

    /// <summary>First day; null for an instant.</summary>
    public DateOnly? Start { get; init; }

    /// <summary>Last day, or the instant.</summary>
    public required DateOnly End { get; init; }

    /// <summary>The value as filed, before any split adjustment or sign convention.</summary>
    public required decimal Value { get; init; }

    /// <summary>Unit of the fact as the SEC writes it, as in <c>USD</c>; empty for a derived value.</summary>
    public string Unit { get; init; } = "";

    /// <summary>
    /// What <see cref="Value"/> is multiplied by in the value shown or in the derivation that it is an operand of: split adjustment, the statement's sign,
    /// minus for what is taken off. A derived value is the sum of its operands' products, or of a quotient's two their quotient.
    /// </summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>How the value was computed, as in <c>FY2025 − 9M2025</c>; null for a reported value.</summary>
    public string? Derivation { get; init; }

    /// <summary>What a derived value was computed from; empty for a reported one.</summary>
    public IReadOnlyList<Source> Operands { get; init; } = [];

    /// <summary>Whether the second operand divides the first; otherwise the operands add up.</summary>
    internal bool IsQuotient { get; init; }

    /// <summary>Whether filings differ on the value.</summary>
    public bool Restated { get; init; }

    /// <summary>
    /// Whether the quarters of the metric do not add up to their fiscal year since a restatement covers the one and not the other: this value stands on
    /// another basis than the year shown. Of twelve months, whether a quarter among them does.
    /// </summary>
    public bool MixedBasis { get; init; }

    /// <summary>Values that other filings gave for the same fact, newest first; empty unless <see cref="Restated"/>.</summary>
    public IReadOnlyList<Source> OtherVintages { get; init; } = [];
}

/// <summary>Outcome of one check of one period.</summary>
public enum CheckStatus
{
    /// <summary>The equation holds within the tolerance.</summary>
    Passed,

    /// <summary>It does not.</summary>
    Failed,

    /// <summary>A part of it was not reported.</summary>
    NotApplicable,

    /// <summary>It holds among values of the filings; a restatement that covers one part and not another explains the difference.</summary>
    Restated,
}

/// <summary>One equation that the shown numbers must satisfy, checked on one period.</summary>
/// <param name="Name">Stable name, as in <c>assets_equal_liabilities_and_equity</c>.</param>
/// <param name="Period">Key of the period.</param>
/// <param name="Status">Outcome.</param>
/// <param name="Difference">Left side less right side; null when not applicable.</param>
/// <param name="Tolerance">Largest difference that still passes.</param>
public sealed record StatementCheck(string Name, string Period, CheckStatus Status, decimal? Difference, decimal Tolerance);
