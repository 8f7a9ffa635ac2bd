using EdgarApi.Financials.Statements;

namespace EdgarApi.Financials.Ratios;

/// <summary>What a ratio measures.</summary>
public enum RatioGroup
{
    /// <summary>Ability to pay current liabilities.</summary>
    Liquidity,

    /// <summary>Profit as a part of revenue.</summary>
    Margins,

    /// <summary>Profit as a part of invested capital.</summary>
    Returns,

    /// <summary>Debt in proportion to equity and earnings.</summary>
    Leverage,

    /// <summary>Turnover of assets.</summary>
    Efficiency,

    /// <summary>Distribution to shareholders.</summary>
    Payout,

    /// <summary>Growth from an earlier period.</summary>
    Growth,
}

/// <summary>One ratio of the catalog.</summary>
public sealed record Ratio
{
    internal Ratio(string id, string label, RatioGroup group, RatioTerm term, string definition) =>
        (Id, Label, Group, Term, Definition) = (id, label, group, term, definition);

    /// <summary>Stable id, as in <c>ReturnOnEquity</c>.</summary>
    public string Id { get; }

    /// <summary>Display name.</summary>
    public string Label { get; }

    /// <summary>What it measures.</summary>
    public RatioGroup Group { get; }

    /// <summary>One sentence.</summary>
    public string Definition { get; }

    /// <summary>Whether finance states it as a percentage; the value is a ratio in both cases, 0.4691 for 46.91 %.</summary>
    public bool IsPercentage { get; internal init; }

    /// <summary>Whether the overview shows it.</summary>
    public bool IsHeadline { get; internal init; }

    /// <summary>
    /// Whether flows are of twelve months even where periods are quarters: a quarter's income over a balance sheet would be a quarter of
    /// the ratio.
    /// </summary>
    public bool TakesTwelveMonths { get; internal init; }

    internal RatioTerm Term { get; }

    /// <summary>The formula over metric ids; flows of twelve months to a quarter's end are marked <c>TTM</c>.</summary>
    public string Formula(Frequency frequency) => Term.Text(TakesTwelveMonths && frequency == Frequency.Quarterly);
}
