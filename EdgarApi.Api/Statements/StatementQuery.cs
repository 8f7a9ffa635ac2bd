using EdgarApi.Api.Contract;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Windows;
using EdgarApi.Contracts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

internal sealed record StatementQuery(StatementRequest Request, FieldSelection Fields, PeriodWindow Window)
    : IPeriodQuery<StatementQuery>
{
    private static readonly QueryParameter<StatementKind> Statement = Parameter.OneOf(
        "statement", "Kind of statement.", Names.Statements, StatementKind.Income, hasDefault: false);

    private static readonly QueryParameter<bool?> Annual = Parameter.Flag(
        "annual", "Short for `freq=annual` (true) or `freq=quarterly` (false).");

    private static readonly QueryParameter<StatementView> View = Parameter.OneOf(
        "view", "The standardized lines, or every concept that the company reports.", Names.Views, StatementView.Standard);

    public static IReadOnlyList<QueryParameter> RouteParameters { get; } = [Statement];

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        CommonParameters.Periods, .. PeriodWindow.Parameters, CommonParameters.Freq, Annual, CommonParameters.AsOf,
        CommonParameters.Vintage, View, CommonParameters.Adjusted, FieldSelection.Parameter, .. RequestedFormat.LongParameters,
    ];

    /// <summary>
    /// Several companies have no reported view: lines that only one company has do not compare, and hundreds of them per company would have
    /// no bound.
    /// </summary>
    public static IReadOnlyList<QueryParameter> SeveralParameters { get; } = [.. Parameters.Where(parameter => parameter != View)];

    public TierNeeds Needs => new(Periods: Request.Periods);

    public string Canonical => $"{Meaning}:{Window.Cursor?.Text}";

    public string SeveralPath => ApiRoutes.GetStatementsPath(Names.Statements.GetName(Request.Kind));

    /// <summary>The meaning of all pages.</summary>
    private string Meaning => string.Join(':',
        Names.Statements.GetName(Request.Kind), Names.Frequencies.GetName(Request.Frequency), Window.Meaning,
        Names.Views.GetName(Request.View),
        CommonParameters.Canonical(Request.Options), Fields.Canonical);

    public static StatementQuery Read(QueryReader reader)
    {
        var window = PeriodWindow.Read(reader);
        var request = new StatementRequest(reader.GetFromRoute(Statement), ReadFrequency(reader), window.Periods)
        {
            View = reader.Get(View),
            Options = CommonParameters.ReadOptions(reader),
        };
        return new StatementQuery(request, FieldSelection.Read(reader, request), window);
    }

    public uint GetScope(params IEnumerable<CompanyEntry> companies) =>
        PageCursor.GetScope($"statement:{string.Join(',', companies.Select(company => company.Cik))}:{Meaning}");

    /// <summary>The URL of the page that follows one.</summary>
    public string GetNext(CompanyEntry company, FiscalPeriod oldest) =>
        $"{ApiRoutes.Companies}/{CompanyReference.GetId(company)}/statements/{Names.Statements.GetName(Request.Kind)}"
        + QueryLink.Create(GetLinkParameters(new PageCursor(GetScope(company), [oldest.End.DayNumber])));

    public IEnumerable<(QueryParameter Parameter, object? Value)> GetLinkParameters(PageCursor next) =>
    [
        .. Window.GetLinkParameters(next), (CommonParameters.Freq, Names.Frequencies.GetName(Request.Frequency)),
        (View, Request.View == StatementView.Standard ? null : Names.Views.GetName(Request.View)),
        .. CommonParameters.GetLinkParameters(Request.Options), (FieldSelection.Parameter, Fields.Canonical),
    ];

    private static Frequency ReadFrequency(QueryReader reader)
    {
        var frequency = reader.Get(CommonParameters.Freq);
        if (reader.Get(Annual) is not { } isAnnual) return frequency;

        var shorthand = isAnnual ? Frequency.Annual : Frequency.Quarterly;
        if (reader.IsGiven(CommonParameters.Freq) && frequency != shorthand)
            reader.AddError(Annual.Name, $"contradicts freq={Names.Frequencies.GetName(frequency)}; use only one of the two");
        return shorthand;
    }
}
