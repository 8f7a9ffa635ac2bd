using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Caching;

namespace EdgarApi.Api.Caching;

/// <summary>The Redis format of serialized responses: four strings, then the bodies.</summary>
internal sealed class FinishedAnswerCodec : ICacheCodec<FinishedAnswer>
{
    public byte Layout => 2;

    public long GetSize(FinishedAnswer value) => value.Size;

    public void Write(BinaryWriter output, FinishedAnswer value)
    {
        output.Write(value.ContentType.ToString());
        output.Write(value.Tag.Hash);
        output.Write(value.LastModified.ToString());
        output.Write(value.Link.ToString());
        WriteBody(output, value.Identity);
        WriteBody(output, value.Gzip);
        WriteBody(output, value.Brotli);
    }

    public FinishedAnswer Read(BinaryReader input)
    {
        var (contentType, hash) = (input.ReadString(), input.ReadString());
        var (lastModified, link) = (input.ReadString(), input.ReadString());
        return new FinishedAnswer(
            contentType, new EntityTag(hash), lastModified.Length == 0 ? null : lastModified, link.Length == 0 ? null : link,
            ReadBody(input) ?? throw new InvalidDataException("The response has no body."), ReadBody(input), ReadBody(input));
    }

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
