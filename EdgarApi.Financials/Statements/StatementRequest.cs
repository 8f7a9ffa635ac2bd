namespace EdgarApi.Financials.Statements;

/// <summary>The three primary statements.</summary>
public enum StatementKind
{
    /// <summary>Income statement (profit and loss).</summary>
    Income,

    /// <summary>Balance sheet (financial position).</summary>
    Balance,

    /// <summary>Cash flow statement.</summary>
    CashFlow,
}

/// <summary>How long the periods of an answer are.</summary>
public enum Frequency
{
    /// <summary>Fiscal years, and transition periods between two fiscal years.</summary>
    Annual,

    /// <summary>Fiscal quarters.</summary>
    Quarterly,

    /// <summary>Trailing twelve months, one ending with each fiscal quarter.</summary>
    Ttm,
}

/// <summary>Which of several filings' values of one fact is shown.</summary>
public enum Vintage
{
    /// <summary>The newest periodic report's value, restatements included.</summary>
    Latest,

    /// <summary>The value first reported.</summary>
    Original,
}

/// <summary>Whose lines a statement shows.</summary>
public enum StatementView
{
    /// <summary>The catalog's standardized metrics.</summary>
    Standard,

    /// <summary>Every concept that the company reported.</summary>
    Reported,
}

/// <summary>What a statement, time series or overview is built from, besides the facts.</summary>
public sealed record StatementOptions
{
    /// <summary>Newest value or first reported.</summary>
    public Vintage Vintage { get; init; } = Vintage.Latest;

    /// <summary>Only what was on file at the end of this day; null for everything.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Per-share values and share counts on today's share basis (true) or as filed (false).</summary>
    public bool Adjusted { get; init; } = true;
}

/// <summary>Asks for one statement.</summary>
/// <param name="Kind">Which statement.</param>
/// <param name="Frequency">Length of its periods.</param>
/// <param name="Periods">How many periods at most, newest first; 1 to 40.</param>
public sealed record StatementRequest(StatementKind Kind, Frequency Frequency = Frequency.Annual, int Periods = 4)
{
    /// <summary>Whose lines.</summary>
    public StatementView View { get; init; } = StatementView.Standard;

    /// <summary>Vintage, date and share basis.</summary>
    public StatementOptions Options { get; init; } = new();
}
