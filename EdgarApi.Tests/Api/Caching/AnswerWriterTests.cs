using System.IO.Pipelines;
using EdgarApi.Api.Caching;
using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Responses;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace EdgarApi.Tests.Api.Caching;

public sealed class AnswerWriterTests
{
    private const int Kilobyte = 1024;

    [Theory]
    [InlineData(100 * Kilobyte - 1, new[] { 100 * Kilobyte - 1 })]
    [InlineData(28 * Kilobyte, new[] { 28 * Kilobyte })]
    [InlineData(100 * Kilobyte, new[] { 8192, 8192, 8192, 8192, 8192, 8192, 8192, 8192, 8192, 8192, 8192, 8192, 4096 })]
    public async Task A_response_below_100_KB_is_one_write_and_a_larger_one_is_written_in_8_KB_chunks(int length, int[] writes)
    {
        var pipe = new Writes();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = "GET" });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(pipe);
        var context = new DefaultHttpContext(features);
        var body = new byte[length];
        Random.Shared.NextBytes(body);
        var answer = new FinishedAnswer("text/csv", new EntityTag("0123"), null, body);

        await AnswerWriter.WriteAsync(context, answer, ContentCoding.Identity, CacheControl.Private, XCache.HitMemory, StringValues.Empty);

        Assert.Equal(writes, pipe.Lengths);
        Assert.Equal(body, pipe.Bytes);
        Assert.Equal(length, context.Response.ContentLength);
    }

    /// <summary>A response body that records the size of each write.</summary>
    private sealed class Writes : PipeWriter, IHttpResponseBodyFeature
    {
        public List<int> Lengths { get; } = [];

        public List<byte> Bytes { get; } = [];

        public Stream Stream => Stream.Null;

        public PipeWriter Writer => this;

        public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
        {
            Lengths.Add(source.Length);
            Bytes.AddRange(source.Span);
            return default;
        }

        public override void Advance(int bytes) => throw new NotSupportedException();

        public override Memory<byte> GetMemory(int sizeHint = 0) => throw new NotSupportedException();

        public override Span<byte> GetSpan(int sizeHint = 0) => throw new NotSupportedException();

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public override void CancelPendingFlush() => throw new NotSupportedException();

        public override void Complete(Exception? exception = null) => throw new NotSupportedException();

        public Task CompleteAsync() => throw new NotSupportedException();

        public void DisableBuffering() => throw new NotSupportedException();

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public Task StartAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
