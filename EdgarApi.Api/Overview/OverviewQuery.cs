using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Financials.Statements;

namespace EdgarApi.Api.Overview;

internal sealed record OverviewQuery(StatementOptions Options, OverviewFields Fields) : IQuery<OverviewQuery>
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        CommonParameters.AsOf, CommonParameters.Vintage, CommonParameters.Adjusted, OverviewFields.Parameter, .. RequestedFormat.Parameters,
    ];

    public string Canonical => $"{CommonParameters.Canonical(Options)}:{Fields.Canonical}";

    public static OverviewQuery Read(QueryReader reader) => new(CommonParameters.ReadOptions(reader), OverviewFields.Read(reader));
}
