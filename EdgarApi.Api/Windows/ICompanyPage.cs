using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Windows;

/// <summary>One company's part of a page of periods of several companies.</summary>
internal interface ICompanyPage<TSelf> where TSelf : ICompanyPage<TSelf>
{
    CompanyEntry Company { get; }

    /// <summary>The fiscal periods of the page; none if the company has nothing on it.</summary>
    IEnumerable<FiscalPeriod> Periods { get; }

    /// <summary>Whether older periods follow.</summary>
    bool HasOlder { get; }

    /// <summary>Why the company has nothing on the page; null if it has.</summary>
    CompanyGap? Gap { get; }

    /// <summary>A page without periods.</summary>
    static abstract TSelf CreateEmpty(CompanyEntry company, bool hasOlder = false);

    /// <summary>The page with the reason why it is empty.</summary>
    TSelf WithGap(CompanyGap gap);

    /// <summary>Drops all other periods.</summary>
    TSelf Keep(IReadOnlySet<FiscalPeriod> periods, bool hasOlder);
}
