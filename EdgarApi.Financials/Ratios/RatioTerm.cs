using EdgarApi.Financials.Metrics;

namespace EdgarApi.Financials.Ratios;

/// <summary>A formula over metrics, written as an expression: <c>NetIncome / Average(Equity)</c>.</summary>
internal abstract record RatioTerm
{
    /// <summary>Precedence, to set parentheses only where needed: sums 0, products 1, single terms 2.</summary>
    protected virtual int Binding => 2;

    public static implicit operator RatioTerm(int number) => new ConstantTerm(number);

    public static RatioTerm operator +(RatioTerm left, RatioTerm right) => new SumTerm(left, right, IsDifference: false);

    public static RatioTerm operator -(RatioTerm left, RatioTerm right) => new SumTerm(left, right, IsDifference: true);

    public static RatioTerm operator -(RatioTerm term) => new NegativeTerm(term);

    public static RatioTerm operator *(RatioTerm left, RatioTerm right) => new ProductTerm(left, right);

    public static RatioTerm operator /(RatioTerm left, RatioTerm right) => new QuotientTerm(left, right);

    /// <summary>The text that clients see, with metric ids.</summary>
    /// <param name="ofTwelveMonths">Whether to mark flows as those of twelve months.</param>
    public abstract string Text(bool ofTwelveMonths);

    /// <summary>A part's text, in parentheses when it binds less than is needed.</summary>
    protected static string Part(RatioTerm part, bool ofTwelveMonths, int needed) =>
        part.Binding < needed ? $"({part.Text(ofTwelveMonths)})" : part.Text(ofTwelveMonths);
}

internal sealed record ConstantTerm(int Value) : RatioTerm
{
    public override string Text(bool ofTwelveMonths) => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A metric's value: a flow of the period, or the balance at its end.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="IsOptional">Whether a missing value counts as zero.</param>
/// <param name="YearsBefore">How many years before the ratio's period.</param>
internal sealed record MetricTerm(MetricDefinition Metric, bool IsOptional = false, int YearsBefore = 0) : RatioTerm
{
    public string Id => Metric.Metric.Id;

    public override string Text(bool ofTwelveMonths) =>
        (ofTwelveMonths && !Metric.Metric.IsInstant ? "TTM " : "") + Id + YearsBefore switch { 0 =>
            "", 1 => "(−1 year)", _ => $"(−{YearsBefore} years)" };
}

internal sealed record SumTerm(RatioTerm Left, RatioTerm Right, bool IsDifference) : RatioTerm
{
    protected override int Binding => 0;

    public override string Text(bool ofTwelveMonths) =>
        $"{Left.Text(ofTwelveMonths)} {(IsDifference ? '−' : '+')} {Part(Right, ofTwelveMonths, IsDifference ? 1 : 0)}";
}

internal sealed record NegativeTerm(RatioTerm Term) : RatioTerm
{
    public override string Text(bool ofTwelveMonths) => "−" + Part(Term, ofTwelveMonths, 2);
}

internal sealed record ProductTerm(RatioTerm Left, RatioTerm Right) : RatioTerm
{
    protected override int Binding => 1;

    public override string Text(bool ofTwelveMonths) => $"{Part(Left, ofTwelveMonths, 1)} × {Part(Right, ofTwelveMonths, 1)}";
}

/// <summary>A quotient, which has no meaning unless the divisor is positive.</summary>
internal sealed record QuotientTerm(RatioTerm Dividend, RatioTerm Divisor) : RatioTerm
{
    protected override int Binding => 1;

    public override string Text(bool ofTwelveMonths) => $"{Part(Dividend, ofTwelveMonths, 1)} ÷ {Part(Divisor, ofTwelveMonths, 2)}";
}

/// <summary>The mean of a balance at the start and at the end of the twelve months.</summary>
internal sealed record AverageTerm(RatioTerm Balance) : RatioTerm
{
    public override string Text(bool ofTwelveMonths) => $"average({Balance.Text(ofTwelveMonths)})";
}

/// <summary>A root, for compound annual growth rates.</summary>
internal sealed record RootTerm(RatioTerm Term, int Degree) : RatioTerm
{
    public override string Text(bool ofTwelveMonths) => $"({Term.Text(ofTwelveMonths)}) ^ (1 ÷ {Degree})";
}
