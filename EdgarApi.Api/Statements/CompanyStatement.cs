using EdgarApi.Api.Windows;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.FiscalCalendar;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

/// <summary>One company's part of a page of statements.</summary>
/// <param name="Company">The company.</param>
/// <param name="Statement">The statement; null if no period of it is on the page.</param>
/// <param name="HasOlder">Whether older periods follow.</param>
internal sealed record CompanyStatement(CompanyEntry Company, Statement? Statement, bool HasOlder) : ICompanyPage<CompanyStatement>
{
    /// <summary>The lines that the request selects.</summary>
    public IReadOnlyList<StatementLine> Lines { get; init; } = [];

    /// <summary>Why there is no statement; null if there is.</summary>
    public CompanyGap? Gap { get; init; }

    /// <summary>Newest first.</summary>
    public IEnumerable<FiscalPeriod> Periods => Statement?.Periods ?? [];

    public static CompanyStatement CreateEmpty(CompanyEntry company, bool hasOlder = false) => new(company, null, hasOlder);

    public CompanyStatement WithGap(CompanyGap gap) => this with { Gap = gap };

    /// <summary>Builds the statement for the selected periods.</summary>
    public static CompanyStatement Build(CompanyEntry company, CompanyFacts facts, PeriodSelection selection, StatementQuery query)
    {
        var statement = StatementBuilder.Build(
            facts, query.Request with { Periods = selection.Count, From = selection.From, To = selection.To });
        return statement.Periods.Count == 0
            ? CreateEmpty(company)
            : new(company, statement, statement.HasOlder) { Lines = query.Fields.Select(statement) };
    }

    public CompanyStatement Keep(IReadOnlySet<FiscalPeriod> periods, bool hasOlder)
    {
        var statement = Statement!;
        var kept = statement.Periods.Index().Where(period => periods.Contains(period.Item)).ToList();
        var keys = kept.Select(period => period.Item.Key).ToHashSet(StringComparer.Ordinal);
        return this with
        {
            Statement = statement with
            {
                Periods = [.. kept.Select(period => period.Item)],
                Checks = [.. statement.Checks.Where(check => keys.Contains(check.Period))],
            },
            Lines = [.. Lines.Select(line => line with { Values = [.. kept.Select(period => line.Values[period.Index])] })],
            HasOlder = hasOlder,
        };
    }
}
