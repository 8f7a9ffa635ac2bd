using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;

namespace EdgarApi.Api.Screening;

/// <summary>Companies of the same industry, nearest by revenue.</summary>
/// <param name="Period">The period.</param>
/// <param name="Fields">What the result shows besides revenue.</param>
/// <param name="Limit">Maximum number of peers.</param>
internal sealed record PeersQuery(RequestedPeriod Period, IReadOnlyList<Measure> Fields, int Limit) : IQuery<PeersQuery>
{
    public const string Revenue = "Revenue";

    private static readonly IReadOnlyList<Measure> Essential =
        [.. ((string[])["NetIncome", "NetMargin", "RevenueGrowth", "ReturnOnEquity"]).Select(id => Measure.Find(id).Value)];

    private static readonly QueryParameter<IReadOnlyList<Measure>> FieldsParameter = Parameter.List(
        "fields",
        $"Comma-separated metrics and ratios that `values` has besides {Revenue}. "
            + $"Default: {string.Join(',', Essential.Select(measure => measure.Id))}.",
        ScreenQuery.MaxFields, Measure.Find, example: "NetIncome,ReturnOnEquity");

    private static readonly QueryParameter<int> QueryLimit =
        Parameter.Integer("limit", "Maximum number of peers.", minimum: 1, maximum: 100, defaultValue: 10);

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [RequestedPeriod.Parameter, FieldsParameter, QueryLimit, .. RequestedFormat.Parameters];

    public string Canonical => $"{Period.Key}:{string.Join(',', Fields.Select(measure => measure.Id))}:{Limit}";

    public static PeersQuery Read(QueryReader reader)
    {
        var query = new PeersQuery(
            reader.Get(RequestedPeriod.Parameter), reader.Get(FieldsParameter) is { Count: > 0 } fields ? fields : Essential,
            reader.Get(QueryLimit));
        if (query.Period.IsBalance)
            reader.AddError(RequestedPeriod.Parameter.Name, $"must be {query.Period.Key[..^1]}: {Revenue} is not a balance");
        return query;
    }
}
