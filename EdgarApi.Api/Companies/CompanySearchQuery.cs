using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;

namespace EdgarApi.Api.Companies;

internal sealed record CompanySearchQuery(string? Text, int Limit) : IQuery<CompanySearchQuery>
{
    private static readonly QueryParameter<string?> QueryText = Parameter.Text(
        "query", "Full or partial ticker, name, former name or CIK; empty for all loaded companies.", maxLength: 100, example: "apple",
        mayBeEmpty: true);

    private static readonly QueryParameter<int> QueryLimit = CommonParameters.Limit(defaultValue: 20);

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [QueryText, QueryLimit, MediaType.Parameter];

    public string Canonical => $"{Text}:{Limit}";

    public static CompanySearchQuery Read(QueryReader reader) => new(reader.Get(QueryText), reader.Get(QueryLimit));
}
