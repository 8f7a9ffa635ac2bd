using EdgarApi.Api.Contract;
using EdgarApi.Api.Windows;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

/// <summary>Why companies have no statement in a response for several companies.</summary>
internal static class StatementGaps
{
    private const string NoStatement = "noStatement";
    private const string NoLines = "noLines";

    public static IReadOnlyList<string> Codes { get; } =
        [CompanyGap.NotLoaded, CompanyGap.NoPeriods, NoStatement, NoLines, CompanyGap.OutsideWindow];

    /// <summary>A balance at the end of a year does not make the fourth quarter a period.</summary>
    private static readonly StatementKind[] Flows = [StatementKind.Income, StatementKind.CashFlow];

    /// <summary>Explains why a company has no lines on the page.</summary>
    /// <param name="page">The company's part, without lines.</param>
    /// <param name="facts">Its facts; null if its data is not loaded.</param>
    /// <param name="request">The request.</param>
    public static CompanyGap Explain(CompanyStatement page, CompanyFacts? facts, StatementRequest request)
    {
        var (company, kind) = (page.Company, Names.Statements.GetName(request.Kind));
        if (page.Statement is not null) return new(NoLines, $"{company.Name} does not report any of these lines");
        if (facts is null) return CompanyGap.FromNotLoaded(company);
        if (Exists(facts, request)) return CompanyGap.FromOutsideWindow(company, request.Frequency, $"{kind} statement");
        return Flows.Any(flow => Exists(facts, request with { Kind = flow }))
            ? FromNoStatement(company, request, kind)
            : CompanyGap.FromNoPeriods(company, request.Frequency, request.Options.AsOf);
    }

    /// <summary>The company has such periods, but not this statement for them.</summary>
    private static CompanyGap FromNoStatement(CompanyEntry company, StatementRequest request, string kind)
    {
        var frequency = Names.Frequencies.GetName(request.Frequency);
        return new(
            NoStatement,
            $"{company.Name} has {frequency} periods, but no {frequency} {kind} statement{PeriodNames.DescribeAsOf(request.Options.AsOf)}");
    }

    private static bool Exists(CompanyFacts facts, StatementRequest request) =>
        StatementBuilder.Build(facts, request with { Periods = 1, From = null, To = null }).Periods.Count > 0;
}
