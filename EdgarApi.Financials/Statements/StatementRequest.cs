using EdgarApi.Financials.FiscalCalendar;

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

/// <summary>The length of the periods of a response.</summary>
public enum Frequency
{
    /// <summary>Fiscal years, and transition periods between two fiscal years.</summary>
    Annual,

    /// <summary>Fiscal quarters.</summary>
    Quarterly,

    /// <summary>Trailing twelve months, one ending with each fiscal quarter.</summary>
    Ttm,
}

/// <summary>Selects one of several filings' values of a fact.</summary>
public enum Vintage
{
    /// <summary>The newest periodic report's value, including restatements.</summary>
    Latest,

    /// <summary>The value first reported.</summary>
    Original,
}

/// <summary>The lines that a statement shows.</summary>
public enum StatementView
{
    /// <summary>The catalog's standardized metrics.</summary>
    Standard,

    /// <summary>Every concept that the company reported.</summary>
    Reported,
}

/// <summary>Options of a statement, time series or overview.</summary>
public sealed record StatementOptions
{
    /// <summary>The newest value or the one first reported.</summary>
    public Vintage Vintage { get; init; } = Vintage.Latest;

    /// <summary>The last day whose filings count; null for all filings.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Whether per-share values and share counts are on today's share basis instead of as filed.</summary>
    public bool Adjusted { get; init; } = true;
}

/// <summary>A request for one statement.</summary>
/// <param name="Kind">Which statement.</param>
/// <param name="Frequency">Length of its periods.</param>
/// <param name="Periods">Maximum number of periods, newest first; 1 to 40.</param>
public sealed record StatementRequest(StatementKind Kind, Frequency Frequency = Frequency.Annual, int Periods = 4)
{
    /// <summary>The catalog's lines or the company's own.</summary>
    public StatementView View { get; init; } = StatementView.Standard;

    /// <summary>Vintage, date and share basis.</summary>
    public StatementOptions Options { get; init; } = new();

    /// <summary>Earliest end of a period; null for no bound.</summary>
    public DateOnly? From { get; init; }

    /// <summary>Latest end of a period; null for no bound.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The periods that the request selects.</summary>
    public PeriodSelection Selection => new(Periods, From, To);
}
