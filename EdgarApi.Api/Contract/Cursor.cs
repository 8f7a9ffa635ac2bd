using System.Buffers.Text;
using System.Globalization;
using System.Text;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Contract;

/// <summary>
/// A position in a paged list, opaque to clients: <c>next</c> contains that of the next page. Today it is an offset, which clients must not
/// rely on.
/// </summary>
internal static class Cursor
{
    private const string Prefix = "o";

    public static readonly QueryParameter<int?> Parameter = new(
        "cursor", "Position of the page, from `next` of the page before.", new ParameterSchema("string") { MaxLength = 40 }, null, Read);

    /// <summary>The cursor of the page that begins after so many results; null for the first page.</summary>
    public static string? Create(int offset) => offset == 0
        ? null
        : Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{offset}")));

    /// <summary>Reads the number of results to skip from the cursor or the offset. A request may have only one of them.</summary>
    public static int ReadOffset(QueryReader reader)
    {
        var (cursor, offset) = (reader.Get(Parameter), reader.Get(CommonParameters.Offset));
        if (reader.IsGiven(Parameter) && reader.IsGiven(CommonParameters.Offset))
            reader.AddError(Parameter.Name, "cannot be combined with offset; use only one of the two");
        return cursor ?? offset;
    }

    private static Parsed<int?> Read(string text)
    {
        if (text.Length <= Parameter.Schema.MaxLength && Base64Url.IsValid(text)
            && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)) is { Length: > 1 } decoded
            && decoded.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(decoded.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            && offset <= CommonParameters.MaxOffset)
            return offset;
        return Parsed<int?>.Invalid("is not a cursor; take it from `next` of a response");
    }
}
