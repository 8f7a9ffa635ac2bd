using System.Buffers.Binary;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Windows;

/// <summary>
/// Where a page of periods begins: the text in <c>cursor</c>. It is bound to the other parameters of its request. It names the last
/// period of the page before rather than a number of periods to skip, so that a new filing between two requests neither repeats nor
/// skips a period.
/// </summary>
/// <param name="Scope">Hash of the request that the cursor continues.</param>
/// <param name="Positions">
/// Per company, the day number of the oldest period's end on the page before; 0 if the company has no older one. Of an answer aligned by
/// calendar periods, the ordinal of the oldest.
/// </param>
internal sealed record PageCursor(uint Scope, IReadOnlyList<int> Positions)
{
    private const byte Layout = 1;
    private const int PositionBytes = 3;
    private const int HeadBytes = 5;
    private const int ChecksumBytes = 4;
    private const int MaxLength = 240;

    public static readonly QueryParameter<PageCursor?> Parameter = new(
        "cursor", "Continues a response: the `cursor` of its `next`, with the same other parameters.",
        new ParameterSchema("string") { MaxLength = MaxLength }, null,
        text => Read(text) is { } cursor
            ? cursor
            : Parsed<PageCursor?>.Invalid("is not a cursor of this API; use the URL in `next` unchanged"));

    /// <summary>The text for the query string.</summary>
    public string Text
    {
        get
        {
            Span<byte> bytes = stackalloc byte[HeadBytes + PositionBytes * Positions.Count + ChecksumBytes];
            bytes[0] = Layout;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[1..], Scope);
            for (var i = 0; i < Positions.Count; i++)
            {
                var place = bytes[(HeadBytes + PositionBytes * i)..];
                (place[0], place[1], place[2]) = ((byte)Positions[i], (byte)(Positions[i] >> 8), (byte)(Positions[i] >> 16));
            }
            var end = bytes.Length - ChecksumBytes;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[end..], XxHash32.HashToUInt32(bytes[..end]));
            return Base64Url.EncodeToString(bytes);
        }
    }

    /// <summary>Hashes the meaning of a request without its cursor.</summary>
    public static uint GetScope(string meaning) => XxHash32.HashToUInt32(Encoding.UTF8.GetBytes(meaning));

    private static PageCursor? Read(string text)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text)) return null;
        var bytes = Base64Url.DecodeFromChars(text);
        var end = bytes.Length - ChecksumBytes;
        if (end <= HeadBytes || (end - HeadBytes) % PositionBytes != 0 || bytes[0] != Layout) return null;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(end)) != XxHash32.HashToUInt32(bytes.AsSpan(0, end))) return null;
        var positions = new int[(end - HeadBytes) / PositionBytes];
        for (var i = 0; i < positions.Length; i++)
        {
            var place = bytes.AsSpan(HeadBytes + PositionBytes * i);
            positions[i] = place[0] | place[1] << 8 | place[2] << 16;
            if (positions[i] > DateOnly.MaxValue.DayNumber) return null;
        }
        return new(BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(1)), positions);
    }
}
