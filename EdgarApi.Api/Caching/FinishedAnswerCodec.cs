using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Caching;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Api.Caching;

/// <summary>The Redis format of serialized responses: six strings, then the bodies, as far as they have been compressed.</summary>
internal sealed class FinishedAnswerCodec : ICacheCodec<FinishedAnswer>
{
    public byte Layout => 4;

    public long GetSize(FinishedAnswer value) => value.Size;

    public void Write(BinaryWriter output, FinishedAnswer value)
    {
        output.Write(value.ContentType.ToString());
        output.Write(value.Tag.Hash);
        output.Write(value.LastModified.ToString());
        output.Write(value.Headers.Link.ToString());
        output.Write(value.Headers.TotalCount.ToString());
        output.Write(value.Headers.Disposition.ToString());
        WriteBody(output, value.Identity);
        WriteBody(output, value.Gzip);
        WriteBody(output, value.Brotli);
    }

    public FinishedAnswer Read(BinaryReader input)
    {
        var (contentType, hash, lastModified) = (input.ReadString(), input.ReadString(), input.ReadString());
        var headers = new AnswerHeaders { Link = ReadHeader(input), TotalCount = ReadHeader(input), Disposition = ReadHeader(input) };
        return new FinishedAnswer(
            contentType, new EntityTag(hash), lastModified.Length == 0 ? null : lastModified,
            ReadBody(input) ?? throw new InvalidDataException("The response has no body."), ReadBody(input), ReadBody(input))
        {
            Headers = headers,
        };
    }

    private static StringValues ReadHeader(BinaryReader input) => input.ReadString() is { Length: > 0 } text ? text : StringValues.Empty;

    private static void WriteBody(BinaryWriter output, FinishedBody? body)
    {
        output.Write(body?.Bytes.Length ?? -1);
        if (body is not null) output.Write(body.Bytes);
    }

    private static byte[]? ReadBody(BinaryReader input)
    {
        var length = input.ReadInt32();
        if (length < 0) return null;
        var bytes = input.ReadBytes(length);
        return bytes.Length == length ? bytes : throw new EndOfStreamException("The body of the response is truncated.");
    }
}
