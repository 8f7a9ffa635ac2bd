using System.IO.Pipelines;
using EdgarApi.Api.Callers;
using Microsoft.AspNetCore.Http.Features;

namespace EdgarApi.Api.Usage;

/// <summary>Counts body bytes as they are written. Responses of the hot path bypass it because their length is known.</summary>
internal static class SentBytesExtensions
{
    public static IApplicationBuilder UseSentBytes(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (RequestInfo.From(context) is not { } info)
        {
            await next(context);
            return;
        }

        var features = context.Features;
        var inner = features.GetRequiredFeature<IHttpResponseBodyFeature>();
        features.Set<IHttpResponseBodyFeature>(new CountedBody(inner, info));
        try
        {
            await next(context);
        }
        finally
        {
            features.Set(inner);
        }
    });
}

/// <summary>A response body that counts the bytes written to its stream and its pipe.</summary>
internal sealed class CountedBody(IHttpResponseBodyFeature inner, RequestInfo info) : IHttpResponseBodyFeature
{
    private CountedStream? _stream;
    private CountedPipe? _pipe;

    public Stream Stream => _stream ??= new CountedStream(inner.Stream, info);

    public PipeWriter Writer => _pipe ??= new CountedPipe(inner.Writer, info);

    public Task CompleteAsync() => inner.CompleteAsync();

    public void DisableBuffering() => inner.DisableBuffering();

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken = default) => inner.StartAsync(cancellationToken);
}

internal sealed class CountedPipe(PipeWriter inner, RequestInfo info) : PipeWriter
{
    public override bool CanGetUnflushedBytes => inner.CanGetUnflushedBytes;

    public override long UnflushedBytes => inner.UnflushedBytes;

    public override void Advance(int bytes)
    {
        info.AddSentBytes(bytes);
        inner.Advance(bytes);
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => inner.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => inner.GetSpan(sizeHint);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        info.AddSentBytes(source.Length);
        return inner.WriteAsync(source, cancellationToken);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
        inner.FlushAsync(cancellationToken);

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}

internal sealed class CountedStream(Stream inner, RequestInfo info) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count)
    {
        info.AddSentBytes(count);
        inner.Write(buffer, offset, count);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        info.AddSentBytes(buffer.Length);
        return inner.WriteAsync(buffer, cancellationToken);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
