using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Companies;

internal sealed record CompanySearchQuery(string? Text, CompanyFilter Filter, int Limit, int Offset) : IQuery<CompanySearchQuery>
{
    private static readonly QueryParameter<string?> QueryText = Parameter.Text(
        "query", "Full or partial ticker, name, former name or CIK; empty for all companies, large ones first.", maxLength: 100,
        example: "apple", mayBeEmpty: true);

    private static readonly QueryParameter<string?> State = Parameter.Text(
        "state", "State or country of incorporation, as the SEC abbreviates it. Only loaded companies have one.", maxLength: 2,
        example: "DE");

    private static readonly QueryParameter<bool?> Loaded = Parameter.Flag(
        "loaded", "Only companies whose financial data is loaded (true) or is not (false).");

    private static readonly QueryParameter<int> QueryLimit = CommonParameters.Limit(defaultValue: 20);

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        QueryText, CommonParameters.Sic, CommonParameters.Exchange, State, Loaded, QueryLimit, Cursor.Parameter,
        .. RequestedFormat.Parameters,
    ];

    public string Canonical => AtOffset(Offset);

    public static CompanySearchQuery Read(QueryReader reader) => new(
        reader.Get(QueryText),
        new CompanyFilter
        {
            Sic = reader.Get(CommonParameters.Sic),
            Exchange = reader.Get(CommonParameters.Exchange) is { Length: > 0 } exchange ? exchange : null,
            State = reader.Get(State)?.ToUpperInvariant(),
            IsLoaded = reader.Get(Loaded),
        },
        reader.Get(QueryLimit), (int)(reader.Get(Cursor.Parameter) ?? 0));

    /// <summary>Gets the query string for the same query at another offset.</summary>
    public string AtOffset(int offset) => QueryLink.Create(
        (QueryText, Text is { Length: > 0 } ? Text : null), (CommonParameters.Sic, Filter.Sic),
        (CommonParameters.Exchange, Filter.Exchange), (State, Filter.State),
        (Loaded, Filter.IsLoaded), (QueryLimit, Limit), (Cursor.Parameter, Cursor.Create(offset)));
}
