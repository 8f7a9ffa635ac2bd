using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Financials.Statements;

/// <summary>A statement over several periods, newest first.</summary>
/// <param name="Kind">Which statement.</param>
/// <param name="Frequency">Length of the periods.</param>
/// <param name="View">The catalog's lines or the company's own.</param>
/// <param name="Options">Vintage, date and share basis of its values.</param>
/// <param name="Currency">The one reporting currency of all its amounts, ISO 4217.</param>
/// <param name="Periods">Newest first; empty if the company reported nothing of the kind.</param>
/// <param name="Lines">In the order of presentation; each has one value per period.</param>
/// <param name="Checks">The checks of the numbers shown, with their outcomes.</param>
public sealed record Statement(
    StatementKind Kind, Frequency Frequency, StatementView View, StatementOptions Options, string Currency,
    IReadOnlyList<FiscalPeriod> Periods, IReadOnlyList<StatementLine> Lines, IReadOnlyList<StatementCheck> Checks)
{
    /// <summary>Whether the company has older periods that the request's bounds contain.</summary>
    public bool HasOlder { get; init; }

    /// <summary>
    /// In the reported view, the concepts with a value in one of the periods that no primary statement of the taxonomy presents: notes,
    /// details and the statement of changes in equity. They depend on the periods only, so each of the three statements has the same ones.
    /// </summary>
    public IReadOnlyList<StatementLine> Unclassified { get; init; } = [];
}

/// <summary>One line of a statement.</summary>
/// <param name="Id">Metric id, or <c>taxonomy:Concept</c> in the reported view.</param>
/// <param name="Label">Display name.</param>
/// <param name="Level">Depth of indentation, 0 for totals.</param>
/// <param name="IsTotal">Whether lines above or below add up to it.</param>
/// <param name="Unit">Currency, <c>shares</c>, <c>USD/shares</c> or <c>pure</c>.</param>
/// <param name="Values">One for each of the statement's periods, in their order.</param>
public sealed record StatementLine(string Id, string Label, int Level, bool IsTotal, string Unit, IReadOnlyList<MetricValue> Values);

/// <summary>A value with its source, or the reason why it is missing.</summary>
/// <param name="Value">Exact decimal; null if it is unknown or cannot be justified.</param>
/// <param name="Source">The fact or derivation behind the value; null for a missing value.</param>
/// <param name="Reason">Why the value is missing, as text; null if there is a value.</param>
/// <param name="ReasonCode">The reason for programs; null for a value.</param>
public readonly record struct MetricValue(decimal? Value, Source? Source, string? Reason = null, ReasonCode? ReasonCode = null)
{
    /// <summary>A missing value.</summary>
    public static MetricValue Missing(ReasonCode reason) => new(null, null, reason.ToText(), reason);

    /// <summary>A missing value of a metric that only filers of a family have.</summary>
    internal static MetricValue MissingInFamily(string family) => new(
        null, null, TextsOfFamilies.GetOrAdd(family, static id => $"only {Metrics.FilerFamily.GetName(id)} has it"),
        Statements.ReasonCode.OtherFamily);

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, string> TextsOfFamilies = new();
}

/// <summary>One fact of one filing, or a derivation from such facts.</summary>
public sealed record Source
{
    /// <summary><c>taxonomy:Concept</c>; the metric's id for a derived value.</summary>
    public required string Concept { get; init; }

    /// <summary>Accession number of the filing; for a derived value that of its newest operand.</summary>
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
    /// Factor of <see cref="Value"/> in the value shown or in the derivation that it is an operand of: split adjustment, the statement's
    /// sign, minus for a subtrahend. A derived value is the sum of its operands' products; a quotient divides the first product by the
    /// second.
    /// </summary>
    public decimal Factor { get; init; } = 1;

    /// <summary>How the value was computed, as in <c>FY2025 − 9M2025</c>; null for a reported value.</summary>
    public string? Derivation { get; init; }

    /// <summary>The operands of a derived value; empty for a reported one.</summary>
    public IReadOnlyList<Source> Operands { get; init; } = [];

    /// <summary>Whether the second operand divides the first; otherwise the operands add up.</summary>
    internal bool IsQuotient { get; init; }

    /// <summary>Whether filings differ on the value.</summary>
    public bool Restated { get; init; }

    /// <summary>
    /// Whether this value is on another basis than the fiscal year shown: the quarters do not add up to their year, because a restatement
    /// covers the one but not the other. For twelve months, whether one of their quarters is.
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

    /// <summary>The equation does not hold.</summary>
    Failed,

    /// <summary>A part of the equation was not reported.</summary>
    NotApplicable,

    /// <summary>The equation holds within filings: a restatement of one part explains the difference.</summary>
    Restated,
}

/// <summary>One equation that the shown numbers must satisfy, checked on one period.</summary>
/// <param name="Name">Stable name, as in <c>assets_equal_liabilities_and_equity</c>.</param>
/// <param name="Period">Key of the period.</param>
/// <param name="Status">Outcome.</param>
/// <param name="Difference">Left side less right side; null if not applicable.</param>
/// <param name="Tolerance">Largest difference that still passes.</param>
public sealed record StatementCheck(string Name, string Period, CheckStatus Status, decimal? Difference, decimal Tolerance);
