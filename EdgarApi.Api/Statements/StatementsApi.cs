using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Windows;
using EdgarApi.Caching;
using EdgarApi.Caching.Facts;
using EdgarApi.Financials.Facts;
using EdgarApi.Financials.Statements;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

internal static class StatementsApi
{
    public static IHostApplicationBuilder AddStatements(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SeveralStatementsReader>();
        return builder;
    }

    public static IEndpointRouteBuilder MapStatements(this IEndpointRouteBuilder api)
    {
        TableEndpoints.Map("/companies/{id}/statements/{statement}", path => api.MapMethods(path, HttpVerbs.Read, GetStatement))
            .WithName("getStatement")
            .WithSummary("Income statement, balance sheet or cash flow statement")
            .WithDescription(
                "Standardized or as reported, by fiscal year, quarter or trailing twelve months, newest period first. " +
                "With `fields=all` every number comes with its filing, and the statement with its checks.")
            .WithTags("Statements")
            .WithMetadata(CacheKind.Statement);
        TableEndpoints.Map("/statements/{statement}", path => api.MapMethods(path, HttpVerbs.Read, CompareStatements))
            .WithName("compareStatements")
            .WithSummary("A statement of several companies")
            .WithDescription(
                "Up to 50 companies per request, each with the standardized lines and values of its own endpoint. A company without the " +
                "statement has a reason; `notes` says what else does not compare, such as different currencies. With `calendar=true`, " +
                "periods of different fiscal years line up by calendar period, a balance sheet by the year or quarter that it ends. " +
                "As CSV it always has one value per row.")
            .WithTags("Statements")
            .WithMetadata(CacheKind.Statement);
        return api;
    }

    public static Answer<FinancialStatementTable> GetStatement(
        RequestedCompany company, Query<StatementQuery> query, ICompanyFactsReader reader, StatementMetrics metrics) => new(
        DataIdentity.From(company), query.Value.Canonical, query.Format, async cancellation =>
            await reader.GetAsync(company.Entry, cancellation) is { } facts
                ? Build(company.Entry, facts, query.Value, metrics)
                : ApiProblem.NotLoaded(company.Entry));

    private static Answer<SeveralStatementsTable> CompareStatements(
        RequestedCompanies companies, Query<SeveralQuery<StatementQuery>> query, SeveralStatementsReader reader) => new(
        DataIdentity.From(companies), query.Value.Canonical, query.Format,
        cancellation => reader.GetAsync(companies.Entries, query.Value, cancellation));

    private static Computed<FinancialStatementTable> Build(
        CompanyEntry company, CompanyFacts facts, StatementQuery query, StatementMetrics metrics)
    {
        if (query.Window.FindProblem(query.GetScope(company)) is { } problem) return problem;
        var selection = query.Window.Select() ?? default;
        var statement = StatementBuilder.Build(facts, query.Request with { From = selection.From, To = selection.To });
        if (statement.Periods.Count == 0) return AvailableStatements.CreateProblem(company, facts, query);
        metrics.Record(statement);

        if (query.Fields.FindUnknown(statement) is { } unknown)
        {
            return ApiProblem.InvalidParameter("fields", FieldSelection.DescribeUnknown(unknown, statement));
        }
        var (lines, unclassified) = (query.Fields.Select(statement), query.Fields.SelectUnclassified(statement));
        return lines.Count + unclassified.Count > 0
            ? FinancialStatementTable.From(company, statement, lines, unclassified, query)
            : ApiProblem.NoData(
                $"{company.Name} does not report any of these lines.",
                new Dictionary<string, string[]> { ["lines"] = [.. statement.Lines.Select(line => line.Id)] });
    }
}
