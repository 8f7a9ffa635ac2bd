using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Csv;

/// <summary>How a table is written as CSV.</summary>
/// <param name="IsLong">Whether each row has one value, instead of one column per period.</param>
/// <param name="HasByteOrderMark">Whether the text begins with a byte order mark, by which spreadsheets recognize UTF-8.</param>
internal sealed record CsvLayout(bool IsLong, bool HasByteOrderMark)
{
    public static readonly CsvLayout Default = new(IsLong: false, HasByteOrderMark: false);

    private static readonly NamedValues<bool> Shapes = new(("wide", false), ("long", true));

    public static readonly QueryParameter<bool> ShapeParameter = Parameter.OneOf(
        "shape",
        "Shape of the CSV: the table of the endpoint, or one value per row with company, period, unit, reason and filing.", Shapes, false);

    public static readonly QueryParameter<bool?> ByteOrderMarkParameter = Parameter.Flag(
        "bom", "Begins the CSV with a byte order mark, by which spreadsheets recognize UTF-8.", defaultValue: false);

    /// <summary>The parameters that select the layout, for links; empty for the default.</summary>
    public string Query => $"{(IsLong ? "&shape=long" : "")}{(HasByteOrderMark ? "&bom=true" : "")}";

    public static CsvLayout Read(QueryReader reader, IReadOnlyList<QueryParameter> declared)
    {
        var isLong = declared.Contains(ShapeParameter) && reader.Get(ShapeParameter);
        var hasMark = declared.Contains(ByteOrderMarkParameter) && reader.Get(ByteOrderMarkParameter) == true;
        return isLong || hasMark ? new(isLong, hasMark) : Default;
    }
}
