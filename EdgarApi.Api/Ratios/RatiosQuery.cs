using EdgarApi.Api.Contract;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Windows;
using EdgarApi.Contracts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Ratios;

internal sealed record RatiosQuery(Frequency Frequency, PeriodWindow Window, StatementOptions Options, RatioFields Fields)
    : IPeriodQuery<RatiosQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        CommonParameters.Periods, .. PeriodWindow.Parameters, CommonParameters.Freq, CommonParameters.AsOf, CommonParameters.Vintage,
        RatioFields.Parameter, .. RequestedFormat.LongParameters,
    ];

    public TierNeeds Needs => new(Periods: Window.Periods);

    public string Canonical => $"{Meaning}:{Window.Cursor?.Text}";

    public string SeveralPath => ApiRoutes.SeveralRatios;

    /// <summary>The meaning of all pages.</summary>
    private string Meaning => string.Join(':',
        Names.Frequencies.GetName(Frequency), Window.Meaning, CommonParameters.Canonical(Options), Fields.Canonical);

    public static RatiosQuery Read(QueryReader reader) => new(
        reader.Get(CommonParameters.Freq), PeriodWindow.Read(reader), CommonParameters.ReadOptions(reader), RatioFields.Read(reader));

    public uint GetScope(params IEnumerable<CompanyEntry> companies) =>
        PageCursor.GetScope($"ratios:{string.Join(',', companies.Select(company => company.Cik))}:{Meaning}");

    /// <summary>The URL of the page that follows one.</summary>
    public string GetNext(CompanyEntry company, FiscalPeriod oldest) =>
        $"{ApiRoutes.Companies}/{CompanyReference.GetId(company)}/ratios"
        + QueryLink.Create(GetLinkParameters(new PageCursor(GetScope(company), [oldest.End.DayNumber])));

    public IEnumerable<(QueryParameter Parameter, object? Value)> GetLinkParameters(PageCursor next) =>
    [
        .. Window.GetLinkParameters(next), (CommonParameters.Freq, Names.Frequencies.GetName(Frequency)),
        .. CommonParameters.GetLinkParameters(Options), (RatioFields.Parameter, Fields.Text),
    ];
}
