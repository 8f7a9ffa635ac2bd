using EdgarApi.Api.Contract;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Filings;

internal sealed record FilingsQuery(FilingQuery Selection) : IQuery<FilingsQuery>
{
    private static readonly QueryParameter<DateOnly?> From = Parameter.Date("from", "Earliest filing date.");
    private static readonly QueryParameter<DateOnly?> To = Parameter.Date("to", "Latest filing date.");
    private static readonly QueryParameter<int> QueryLimit = CommonParameters.Limit(defaultValue: 20);

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        CommonParameters.Forms, From, To, CommonParameters.AsOf, QueryLimit, Cursor.Parameter, CommonParameters.Offset,
        .. RequestedFormat.Parameters,
    ];

    public string Canonical => AtOffset(Selection.Offset);

    public static FilingsQuery Read(QueryReader reader)
    {
        var selection = new FilingQuery(
            CommonParameters.ReadForms(reader), reader.Get(From), reader.Get(To), reader.Get(QueryLimit),
            Cursor.ReadOffset(reader));
        reader.CheckOrder(From, selection.From, To, selection.To);
        return new FilingsQuery(selection with { To = CommonParameters.Earlier(selection.To, reader.Get(CommonParameters.AsOf)) });
    }

    /// <summary>Gets the query string for the same query at another offset.</summary>
    public string AtOffset(int offset) => QueryLink.Create(
        (CommonParameters.Forms, Selection.Forms), (From, Selection.From), (To, Selection.To), (QueryLimit, Selection.Limit),
        (Cursor.Parameter, Cursor.Create(offset)));
}
