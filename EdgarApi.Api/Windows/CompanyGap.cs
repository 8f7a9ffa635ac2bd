using EdgarApi.Api.Contract;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Windows;

/// <summary>Why a company has nothing on a page of several companies.</summary>
/// <param name="Code">A stable name.</param>
/// <param name="Text">The reason as text.</param>
internal sealed record CompanyGap(string Code, string Text)
{
    public const string NotLoaded = "notLoaded";
    public const string NoPeriods = "noPeriods";
    public const string OutsideWindow = "outsideWindow";

    /// <summary>The company's data is not in the database.</summary>
    public static CompanyGap FromNotLoaded(CompanyEntry company) => new(NotLoaded, $"the data of {company.Name} is not loaded");

    /// <summary>The company has no period of the requested length, for example no quarters.</summary>
    public static CompanyGap FromNoPeriods(CompanyEntry company, Frequency frequency, DateOnly? asOf = null) =>
        new(NoPeriods, $"{company.Name} has no {PeriodNames.GetPlural(frequency)}{PeriodNames.DescribeAsOf(asOf)}");

    /// <summary>The company has what is requested, but only outside of from and to or on an earlier page.</summary>
    /// <param name="company">The company.</param>
    /// <param name="frequency">Length of the periods.</param>
    /// <param name="requested">What the request is for.</param>
    public static CompanyGap FromOutsideWindow(CompanyEntry company, Frequency frequency, string requested) =>
        new(OutsideWindow, $"{company.Name} has no {Names.Frequencies.GetName(frequency)} {requested} in this window");
}
