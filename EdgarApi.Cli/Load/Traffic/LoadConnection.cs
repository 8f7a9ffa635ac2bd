using System.Buffers.Text;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace EdgarApi.Cli.Load.Traffic;

/// <summary>How a request ended: an error by its kind, or none, and what the answer's <c>X-Cache</c> said.</summary>
internal readonly record struct Outcome(string? Error, long Bytes = 0, string? Cache = null)
{
    public const string Timeout = "timeout", Refused = "connection refused", Broken = "connection broken";

    /// <summary>Whoever asked waited in vain; an answer that failed at once is not a wait.</summary>
    public bool Waited => Error is null or Timeout;
}

/// <summary>
/// One connection with one request under way at a time, opened when needed. It reads of an answer what a load test needs and throws the body away; an HTTP client
/// that makes objects of every answer would take the processor from the server beside it.
/// </summary>
internal sealed class LoadConnection(Uri target, TimeSpan timeout, TimeProvider time) : IDisposable
{
    private readonly byte[] buffer = new byte[16 * 1024];
    private Stream? stream;
    private CancellationTokenSource? deadline;
    private int start, end;

    public async ValueTask<Outcome> SendAsync(ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        if (deadline is null || deadline.IsCancellationRequested)
        {
            deadline?.Dispose();
            deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        }
        deadline.CancelAfter(timeout);
        try
        {
            // UnsafeRegister: a run's stop closes what is under way, without carrying an execution context along.
            using (stop.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline))
                return await ExchangeAsync(request, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Close();
            stop.ThrowIfCancellationRequested();
            return new Outcome(Outcome.Timeout);
        }
        catch (SocketException error) when (stream is null)
        {
            return new Outcome(error.SocketErrorCode == SocketError.ConnectionRefused ? Outcome.Refused : $"no connection ({error.SocketErrorCode})");
        }
        catch (Exception error) when (error is IOException or FormatException)
        {
            Close();
            return new Outcome(error is FormatException ? "answer is not HTTP" : Outcome.Broken);
        }
        finally
        {
            deadline.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        Close();
        deadline?.Dispose();
    }

    private async ValueTask<Outcome> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        stream ??= await OpenAsync(cancellation).ConfigureAwait(false);
        await stream.WriteAsync(request, cancellation).ConfigureAwait(false);
        var head = await ReadHeadAsync(cancellation).ConfigureAwait(false);
        var bytes = head.Chunked ? await SkipChunksAsync(cancellation).ConfigureAwait(false) : await SkipAsync(head.Length, cancellation).ConfigureAwait(false);
        if (head.Closes) Close();
        return new Outcome(head.Status is >= 200 and < 300 or 304 ? null : $"status {head.Status}", bytes, head.Cache);
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
        start = end = 0;
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (target.Scheme == Uri.UriSchemeHttp) return plain;
        var secured = new SslStream(plain);
        await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = target.DnsSafeHost }, cancellation).ConfigureAwait(false);
        return secured;
    }

    private async ValueTask<ResponseHead> ReadHeadAsync(CancellationToken cancellation)
    {
        int length;
        while ((length = buffer.AsSpan(start, end - start).IndexOf("\r\n\r\n"u8)) < 0) await FillAsync(cancellation).ConfigureAwait(false);
        var head = ResponseHead.Parse(buffer.AsSpan(start, length));
        start += length + 4;
        return head;
    }

    private async ValueTask<long> SkipChunksAsync(CancellationToken cancellation)
    {
        for (long total = 0; ;)
        {
            int line;
            while ((line = buffer.AsSpan(start, end - start).IndexOf("\r\n"u8)) < 0) await FillAsync(cancellation).ConfigureAwait(false);
            if (!Utf8Parser.TryParse(buffer.AsSpan(start, line), out long size, out _, 'x')) throw new FormatException("A chunk has no size.");
            start += line + 2;
            await SkipAsync(size + 2, cancellation).ConfigureAwait(false);
            if (size == 0) return total;
            total += size;
        }
    }

    private async ValueTask<long> SkipAsync(long length, CancellationToken cancellation)
    {
        for (var left = length; ;)
        {
            var here = (int)Math.Min(left, end - start);
            start += here;
            left -= here;
            if (left == 0) return length;
            await FillAsync(cancellation).ConfigureAwait(false);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        if (start == end) start = end = 0;
        else if (end == buffer.Length)
        {
            if (start == 0) throw new FormatException("The head of an answer is longer than the buffer.");
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }
        var read = await stream!.ReadAsync(buffer.AsMemory(end), cancellation).ConfigureAwait(false);
        if (read == 0) throw new EndOfStreamException("The server closed the connection.");
        end += read;
    }

    private void Close()
    {
        stream?.Dispose();
        stream = null;
    }
}

/// <summary>What a load test needs of an answer's head.</summary>
internal readonly record struct ResponseHead(int Status, long Length, bool Chunked, bool Closes, string? Cache)
{
    private static readonly string[] CacheStates = ["hit-l1", "hit-l2", "miss", "stale"];

    public static ResponseHead Parse(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("HTTP/1."u8) || head.Length < 12 || !Utf8Parser.TryParse(head.Slice(9, 3), out int status, out _)) throw new FormatException("No HTTP/1 answer.");
        var (length, chunked, closes, cache) = (0L, false, false, (string?)null);
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.IndexOf((byte)':') is not (> 0 and var colon)) continue;
            var name = line[..colon];
            var value = line[(colon + 1)..].Trim((byte)' ');
            if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8)) length = Utf8Parser.TryParse(value, out long bytes, out _) ? bytes : throw new FormatException("Content-Length");
            else if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8)) chunked = Ascii.EqualsIgnoreCase(value, "chunked"u8);
            else if (Ascii.EqualsIgnoreCase(name, "Connection"u8)) closes = Ascii.EqualsIgnoreCase(value, "close"u8);
            else if (Ascii.EqualsIgnoreCase(name, "X-Cache"u8)) cache = StateOf(value);
        }
        return new ResponseHead(status, status is 204 or 304 ? 0 : length, chunked, closes, cache);
    }

    private static string StateOf(ReadOnlySpan<byte> value)
    {
        foreach (var state in CacheStates) if (Ascii.EqualsIgnoreCase(value, state)) return state;
        return "other";
    }
}
