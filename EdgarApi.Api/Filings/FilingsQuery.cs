using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Filings;

internal sealed record FilingsQuery(FilingQuery Selection) : IQuery<FilingsQuery>
{
    private static readonly QueryParameter<string?> Form = Parameter.Text("form", "Form type, in any case.", 20, example: "10-K");
    private static readonly QueryParameter<DateOnly?> From = Parameter.Date("from", "Earliest filing date.");
    private static readonly QueryParameter<DateOnly?> To = Parameter.Date("to", "Latest filing date.");
    private static readonly QueryParameter<int> QueryLimit = CommonParameters.Limit(defaultValue: 20);

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
        [Form, From, To, CommonParameters.AsOf, QueryLimit, CommonParameters.Offset, MediaType.Parameter];

    public string Canonical => AtOffset(Selection.Offset);

    public static FilingsQuery Read(QueryReader reader)
    {
        var selection = new FilingQuery(
            reader.Get(Form), reader.Get(From), reader.Get(To), reader.Get(QueryLimit), reader.Get(CommonParameters.Offset));
        reader.CheckOrder(From, selection.From, To, selection.To);
        return new FilingsQuery(selection with { To = CommonParameters.Earlier(selection.To, reader.Get(CommonParameters.AsOf)) });
    }

    /// <summary>Gets the query string for the same query at another offset.</summary>
    public string AtOffset(int offset) => QueryLink.Create(
        (Form, Selection.Form), (From, Selection.From), (To, Selection.To), (QueryLimit, Selection.Limit),
        (CommonParameters.Offset, offset));
}
