using System.Buffers.Text;
using System.Globalization;
using System.Text;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Contract;

/// <summary>
/// A position in a paged list, opaque to clients: <c>next</c> contains that of the next page. Lists of periods have a
/// <see cref="Windows.PageCursor"/> instead.
/// </summary>
internal static class Cursor
{
    /// <summary>A number of results to skip.</summary>
    private const char Skip = 'o';

    /// <summary>The number of the last result of the page before. New results neither repeat nor skip others.</summary>
    private const char After = 'a';

    private const int MaxLength = 40;

    /// <summary>Position in a list in which results have no number of their own.</summary>
    public static readonly QueryParameter<long?> Parameter = CreateParameter(Skip, CommonParameters.MaxOffset);

    /// <summary>Position in a list ordered by the number of its results.</summary>
    public static readonly QueryParameter<long?> NumberParameter = CreateParameter(After, long.MaxValue);

    /// <summary>The cursor of the page that begins after this number of results; null for the first page.</summary>
    public static string? Create(int offset) => offset == 0 ? null : Write(Skip, offset);

    /// <summary>The cursor of the page that begins after the result with a number; null for the first page.</summary>
    public static string? CreateAfter(long? number) => number is { } known ? Write(After, known) : null;

    /// <summary>Reads the number of results to skip from the cursor or the offset. A request may have only one of them.</summary>
    public static int ReadOffset(QueryReader reader)
    {
        var (cursor, offset) = (reader.Get(Parameter), reader.Get(CommonParameters.Offset));
        if (reader.IsGiven(Parameter) && reader.IsGiven(CommonParameters.Offset))
            reader.AddError(Parameter.Name, "cannot be combined with offset; use only one of the two");
        return (int?)cursor ?? offset;
    }

    private static QueryParameter<long?> CreateParameter(char kind, long max) => new(
        "cursor", "Position of the page, from `next` of the page before.", new ParameterSchema("string") { MaxLength = MaxLength }, null,
        text => Read(text, kind, max));

    private static string Write(char kind, long position) =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{kind}{position}")));

    private static Parsed<long?> Read(string text, char kind, long max) =>
        text.Length <= MaxLength && Base64Url.IsValid(text)
        && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)) is [var first, ..] decoded && first == kind
        && long.TryParse(decoded.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position <= max
            ? position
            : Parsed<long?>.Invalid("is not a cursor of this list; take it from `next` of a response");
}
