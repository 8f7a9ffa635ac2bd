using EdgarApi.Api.Contract;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Windows;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Statements;

/// <summary>
/// A statement query for several companies. It has no reported view: lines that only one company has do not compare, and hundreds of them
/// per company would have no bound.
/// </summary>
internal sealed record SeveralStatementsQuery(StatementQuery Statement) : IQuery<SeveralStatementsQuery>
{
    public static IReadOnlyList<QueryParameter> RouteParameters => StatementQuery.RouteParameters;

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [RequestedCompanies.Parameter, .. StatementQuery.StandardParameters];

    public TierNeeds Needs => Statement.Needs;

    public string Canonical => Statement.Canonical;

    public static SeveralStatementsQuery Read(QueryReader reader)
    {
        reader.Get(RequestedCompanies.Parameter);
        return new(StatementQuery.Read(reader));
    }

    /// <summary>The URL of the page that follows one.</summary>
    public string GetNext(IReadOnlyList<CompanyEntry> companies, IReadOnlyList<int> positions) =>
        ApiRoutes.GetStatementsPath(Names.Statements.GetName(Statement.Request.Kind)) + QueryLink.Create(
            [
                (RequestedCompanies.Parameter, string.Join(',', companies.Select(CompanyReference.GetId))),
                .. Statement.GetLinkParameters(new PageCursor(Statement.GetScope(companies), positions)),
            ]);
}
