using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

/// <summary>Why a company has no statement in a response for several companies.</summary>
internal enum StatementGap
{
    /// <summary>The company's data is not in the database.</summary>
    NotLoaded,

    /// <summary>The company has no period of the requested length, for example no quarters.</summary>
    NoPeriods,

    /// <summary>The company has such periods, but not this statement for them.</summary>
    NoStatement,

    /// <summary>The company has the statement, but none of the lines.</summary>
    NoLines,

    /// <summary>The company has the statement, but only outside of from and to or on an earlier page.</summary>
    OutsideWindow,
}

/// <summary>Names and texts of <see cref="StatementGap"/>.</summary>
internal static class StatementGaps
{
    public static readonly NamedValues<StatementGap> Names = new(
        ("notLoaded", StatementGap.NotLoaded), ("noPeriods", StatementGap.NoPeriods), ("noStatement", StatementGap.NoStatement),
        ("noLines", StatementGap.NoLines), ("outsideWindow", StatementGap.OutsideWindow));

    /// <summary>A balance at the end of a year does not make the fourth quarter a period.</summary>
    private static readonly StatementKind[] Flows = [StatementKind.Income, StatementKind.CashFlow];

    /// <summary>Explains why a company has no periods on the page.</summary>
    /// <param name="facts">The company's facts; null if its data is not loaded.</param>
    /// <param name="request">The request.</param>
    public static StatementGap Explain(CompanyFacts? facts, StatementRequest request)
    {
        if (facts is null) return StatementGap.NotLoaded;
        if (Exists(facts, request)) return StatementGap.OutsideWindow;
        return Flows.Any(kind => Exists(facts, request with { Kind = kind })) ? StatementGap.NoStatement : StatementGap.NoPeriods;
    }

    public static string GetText(StatementGap gap, CompanyEntry company, StatementRequest request)
    {
        var (frequency, kind) = (Contract.Names.Frequencies.GetName(request.Frequency), Contract.Names.Statements.GetName(request.Kind));
        var asOf = request.Options.AsOf is { } day ? $" as of {day:yyyy-MM-dd}" : "";
        return gap switch
        {
            StatementGap.NotLoaded => $"the data of {company.Name} is not loaded",
            StatementGap.NoPeriods => $"{company.Name} has no {PeriodNames.GetPlural(request.Frequency)}{asOf}",
            StatementGap.NoStatement => $"{company.Name} has {frequency} periods, but no {frequency} {kind} statement{asOf}",
            StatementGap.NoLines => $"{company.Name} does not report any of these lines",
            _ => $"{company.Name} has no {frequency} {kind} statement in this window",
        };
    }

    private static bool Exists(CompanyFacts facts, StatementRequest request) =>
        StatementBuilder.Build(facts, request with { Periods = 1, From = null, To = null }).Periods.Count > 0;
}
