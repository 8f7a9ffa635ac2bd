using System.Buffers.Text;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using EdgarApi.Contracts;
using EdgarApi.Contracts.Objectives;

namespace EdgarApi.LoadTesting.Traffic;

/// <summary>How a request ended.</summary>
/// <param name="Error">The kind of error; null if it succeeded.</param>
/// <param name="Bytes">Bytes of the body.</param>
/// <param name="Cache">The response's <c>X-Cache</c> header.</param>
internal readonly record struct RequestOutcome(string? Error, long Bytes = 0, string? Cache = null)
{
    public const string Timeout = "timeout";
    public const string Refused = "connection refused";
    public const string Broken = "connection broken";
    public const string NotHttp = "response is not HTTP";

    /// <summary>A proper rejection: the status that <see cref="ServiceLevels.Degradation"/> allows, with a <c>Retry-After</c>.</summary>
    public static readonly string Rejected = $"status {ServiceLevels.Default.Degradation.RejectionStatus}";

    /// <summary>Timeouts count in the percentiles; other errors, which are often immediate, would make them look better.</summary>
    public bool HasLatency => Error is null or Timeout;
}

/// <summary>
/// One HTTP/1.1 connection, opened on demand, with one request at a time. It parses only what a load test needs and discards the body:
/// an <see cref="HttpClient"/> would take CPU time from the server on the same machine.
/// </summary>
internal sealed class LoadConnection(Uri target, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private Stream? _stream;
    private CancellationTokenSource? _deadline;
    private int _start, _end;

    /// <summary>Whether the connection is kept alive after the last response.</summary>
    public bool IsOpen => _stream is not null;

    private ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_start, _end - _start);

    public async ValueTask<RequestOutcome> SendAsync(ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        if (_deadline is null || _deadline.IsCancellationRequested)
        {
            _deadline?.Dispose();
            _deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }
        _deadline.CancelAfter(timeout);
        try
        {
            // UnsafeRegister does not capture the execution context; this runs for every request.
            using (stop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _deadline))
                return await ExchangeAsync(request, _deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Close();
            stop.ThrowIfCancellationRequested();
            return new RequestOutcome(RequestOutcome.Timeout);
        }
        catch (SocketException error) when (_stream is null)
        {
            var isRefused = error.SocketErrorCode == SocketError.ConnectionRefused;
            return new RequestOutcome(isRefused ? RequestOutcome.Refused : $"no connection ({error.SocketErrorCode})");
        }
        catch (Exception error) when (error is IOException or FormatException)
        {
            Close();
            return new RequestOutcome(error is FormatException ? RequestOutcome.NotHttp : RequestOutcome.Broken);
        }
        finally
        {
            _deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        Close();
        _deadline?.Dispose();
    }

    private async ValueTask<RequestOutcome> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        _stream ??= await OpenAsync(cancellation).ConfigureAwait(false);
        await _stream.WriteAsync(request, cancellation).ConfigureAwait(false);
        var head = await ReadHeadAsync(cancellation).ConfigureAwait(false);
        var bytes = head.Chunked
            ? await SkipChunksAsync(cancellation).ConfigureAwait(false)
            : await SkipAsync(head.Length, cancellation).ConfigureAwait(false);
        if (head.Closes) Close();
        return new RequestOutcome(head.Error, bytes, head.Cache);
    }

    private async ValueTask<Stream> OpenAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.DnsSafeHost, target.Port, cancellation).ConfigureAwait(false);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        _start = _end = 0;
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (target.Scheme == Uri.UriSchemeHttp) return plain;
        var secured = new SslStream(plain);
        var options = new SslClientAuthenticationOptions { TargetHost = target.DnsSafeHost };
        await secured.AuthenticateAsClientAsync(options, cancellation).ConfigureAwait(false);
        return secured;
    }

    private async ValueTask<ResponseHead> ReadHeadAsync(CancellationToken cancellation)
    {
        int length;
        while ((length = Buffered.IndexOf("\r\n\r\n"u8)) < 0) await FillAsync(cancellation).ConfigureAwait(false);
        var head = ResponseHead.Parse(Buffered[..length]);
        _start += length + 4;
        return head;
    }

    private async ValueTask<long> SkipChunksAsync(CancellationToken cancellation)
    {
        for (long total = 0; ;)
        {
            int line;
            while ((line = Buffered.IndexOf("\r\n"u8)) < 0) await FillAsync(cancellation).ConfigureAwait(false);
            if (!Utf8Parser.TryParse(Buffered[..line], out long size, out _, 'x')) throw new FormatException("A chunk has no size.");
            _start += line + 2;
            await SkipAsync(size + 2, cancellation).ConfigureAwait(false);
            if (size == 0) return total;
            total += size;
        }
    }

    private async ValueTask<long> SkipAsync(long length, CancellationToken cancellation)
    {
        for (var left = length; ;)
        {
            var here = (int)Math.Min(left, _end - _start);
            _start += here;
            left -= here;
            if (left == 0) return length;
            await FillAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (_start == _end) _start = _end = 0;
        else if (_end == _buffer.Length)
        {
            if (_start == 0) throw new FormatException("The response headers are longer than the buffer.");
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        var read = await _stream!.ReadAsync(_buffer.AsMemory(_end), cancellation).ConfigureAwait(false);
        if (read == 0) throw new EndOfStreamException("The server closed the connection.");
        _end += read;
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }
}

/// <summary>The parts of a response's status line and headers that a load test needs.</summary>
internal readonly record struct ResponseHead(int Status, long Length, bool Chunked, bool Closes, string? Cache, bool HasRetryAfter)
{
    private static readonly int RejectionStatus = ServiceLevels.Default.Degradation.RejectionStatus;

    private static readonly string[] KnownCacheStates = [CacheStates.HitMemory, CacheStates.HitRedis, CacheStates.Miss, CacheStates.Stale];

    public static ResponseHead Parse(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1."u8) || head.Length < 12 || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out _))
            throw new FormatException("The response is not HTTP/1.");
        var (length, chunked, closes, cache, retryAfter) = (0L, false, false, (string?)null, false);
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.IndexOf((byte)':') is not (> 0 and var colon)) continue;
            var name = line[..colon];
            var value = line[(colon + 1)..].Trim((byte)' ');
            if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8))
            {
                if (!Utf8Parser.TryParse(value, out length, out _)) throw new FormatException("Content-Length is not a number.");
            }
            else if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8)) chunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
            else if (Ascii.EqualsIgnoreCase(name, "Connection"u8)) closes = Ascii.EqualsIgnoreCase(value, "close"u8);
            else if (Ascii.EqualsIgnoreCase(name, ApiHeaders.Cache)) cache = ParseCacheState(value);
            else if (Ascii.EqualsIgnoreCase(name, "Retry-After"u8)) retryAfter = value.Length > 0;
        }
        return new ResponseHead(status, status is 204 or 304 ? 0 : length, chunked, closes, cache, retryAfter);
    }

    /// <summary>The kind of error; null if the request succeeded.</summary>
    public string? Error => Status is >= 200 and < 300 or 304 ? null
        : Status != RejectionStatus ? $"status {Status}"
        : HasRetryAfter ? RequestOutcome.Rejected : $"{RequestOutcome.Rejected} without Retry-After";

    private static string ParseCacheState(ReadOnlySpan<byte> value)
    {
        foreach (var state in KnownCacheStates)
        {
            if (Ascii.EqualsIgnoreCase(value, state)) return state;
        }
        return "other";
    }
}
