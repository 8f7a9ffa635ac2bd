using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Ratios;

/// <summary>What a ratio tells of a company.</summary>
public enum RatioGroup
{
    /// <summary>Whether it can pay what falls due.</summary>
    Liquidity,

    /// <summary>What is left of revenue.</summary>
    Margins,

    /// <summary>What it earns on what is invested in it.</summary>
    Returns,

    /// <summary>How far it works with others' money.</summary>
    Leverage,

    /// <summary>How fast its assets turn over.</summary>
    Efficiency,

    /// <summary>What it hands to its shareholders.</summary>
    Payout,

    /// <summary>How fast it grows.</summary>
    Growth,
}

/// <summary>One ratio of the catalog.</summary>
public sealed record Ratio
{
    internal Ratio(string id, string label, RatioGroup group, RatioTerm term, string definition) =>
        (Id, Label, Group, Term, Definition) = (id, label, group, term, definition);

    /// <summary>Stable id, as in <c>ReturnOnEquity</c>.</summary>
    public string Id { get; }

    /// <summary>For people.</summary>
    public string Label { get; }

    /// <summary>What it tells.</summary>
    public RatioGroup Group { get; }

    /// <summary>One sentence.</summary>
    public string Definition { get; }

    /// <summary>Whether the field states it as a percentage; the value is a ratio all the same, 0.4691 for 46.91 %.</summary>
    public bool IsPercentage { get; internal init; }

    /// <summary>Whether the overview shows it.</summary>
    public bool IsHeadline { get; internal init; }

    /// <summary>
    /// Whether flows are of twelve months even where periods are quarters: a quarter's income over a balance sheet would be a quarter of the ratio.
    /// </summary>
    public bool TakesTwelveMonths { get; internal init; }

    internal RatioTerm Term { get; }

    /// <summary>The formula over metric ids; flows of twelve months to a quarter's end are marked <c>TTM</c>.</summary>
    public string Formula(Frequency frequency) => Term.Text(TakesTwelveMonths && frequency == Frequency.Quarterly);
}
