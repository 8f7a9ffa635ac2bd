using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Financials.FiscalCalendar;

namespace EdgarApi.Api.Windows;

/// <summary>The periods that a request asks for: those whose ends are within bounds, page by page from the newest to the oldest.</summary>
/// <param name="Periods">Periods per page.</param>
/// <param name="From">Earliest end.</param>
/// <param name="To">Latest end.</param>
/// <param name="Calendar">Whether periods have their calendar period, and those of several companies are aligned by it.</param>
/// <param name="Cursor">Where the page begins; null for the first page.</param>
internal sealed record PeriodWindow(int Periods, DateOnly? From, DateOnly? To, bool Calendar, PageCursor? Cursor)
{
    private static readonly QueryParameter<DateOnly?> FromParameter = Parameter.Date("from", "Earliest end of a period.");
    private static readonly QueryParameter<DateOnly?> ToParameter = Parameter.Date("to", "Latest end of a period.");

    private static readonly QueryParameter<bool?> CalendarParameter = Parameter.Flag(
        "calendar",
        "Adds `calendarPeriod` to each period: the calendar year or quarter to which the SEC's frames assign it. " +
        "Periods of several companies are aligned by it.",
        defaultValue: false);

    /// <summary>The parameters after <c>periods</c>.</summary>
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [FromParameter, ToParameter, PageCursor.Parameter, CalendarParameter];

    /// <summary>Whether the window is the newest periods of each company.</summary>
    public bool IsNewest => From is null && To is null && Cursor is null && !Calendar;

    /// <summary>The window without its cursor, which names the place in it.</summary>
    public string Meaning => $"{Periods}:{From:yyyy-MM-dd}:{To:yyyy-MM-dd}:{Calendar}";

    public static PeriodWindow Read(QueryReader reader)
    {
        var (from, to) = (reader.Get(FromParameter), reader.Get(ToParameter));
        reader.CheckOrder(FromParameter, from, ToParameter, to);
        return new(
            reader.Get(CommonParameters.Periods), from, to, reader.Get(CalendarParameter) ?? false, reader.Get(PageCursor.Parameter));
    }

    /// <summary>The periods of this page for one company.</summary>
    /// <param name="position">Index of the company in the request.</param>
    /// <returns>Null if an earlier page had the company's oldest period.</returns>
    public PeriodSelection? Select(int position = 0)
    {
        if (Cursor is null) return new(Periods, From, To);
        return Cursor.Positions[position] is > 0 and var day
            ? new(Periods, From, CommonParameters.Earlier(To, DateOnly.FromDayNumber(day - 1)))
            : null;
    }

    /// <summary>Finds the problem of a cursor that does not continue this request.</summary>
    /// <param name="scope">Hash of the request.</param>
    /// <param name="positions">Number of positions that its cursors have.</param>
    public ApiProblem? FindProblem(uint scope, int positions = 1) =>
        Cursor is not null && (Cursor.Scope != scope || Cursor.Positions.Count != positions)
            ? ApiProblem.InvalidParameter(
                PageCursor.Parameter.Name, "belongs to a request with other parameters; use the URL in `next` unchanged")
            : null;

    /// <summary>The parameters of the next page.</summary>
    public IEnumerable<(QueryParameter Parameter, object? Value)> GetLinkParameters(PageCursor next) =>
    [
        (CommonParameters.Periods, Periods), (FromParameter, From), (ToParameter, To), (CalendarParameter, Calendar ? "true" : null),
        (PageCursor.Parameter, next.Text),
    ];

    /// <summary>Text for a problem: which ends the window contains; empty without bounds.</summary>
    public string Describe() => (From, To) switch
    {
        (null, null) => "",
        ({ } from, null) => $" with a period end from {from:yyyy-MM-dd}",
        (null, { } to) => $" with a period end up to {to:yyyy-MM-dd}",
        ({ } from, { } to) => $" with a period end from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}",
    };
}
