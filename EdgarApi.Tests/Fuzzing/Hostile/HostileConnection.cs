using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace EdgarApi.Tests.Fuzzing.Hostile;

/// <summary>Sends requests as they are, each over a connection of its own, and reads whatever comes back.</summary>
internal static class HostileConnection
{
    /// <summary>Long enough for a busy machine: a server that hangs never responds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Statuses that the server itself sends for what is no HTTP, without a body. See docs/api.md#errors.</summary>
    private static readonly int[] WithoutBody = [400, 408, 411, 413, 414, 417, 431];

    /// <summary>Sends a request; returns what is wrong with the response, or null.</summary>
    public static async Task<string?> FindFaultAsync(Uri server, byte[] request, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var client = new TcpClient();
        var response = new MemoryStream();
        try
        {
            await client.ConnectAsync(server.Host, server.Port, limit.Token);
            await client.GetStream().WriteAsync(request, limit.Token);
            await client.GetStream().CopyToAsync(response, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "no end of the response: it hangs";
        }
        catch (IOException) when (response.Length > 0)
        {
            // The server rejects a request before it has read all of it, and closes the connection.
        }
        catch (IOException error)
        {
            return $"no response: {error.Message}";
        }

        return FindFault(Encoding.Latin1.GetString(response.ToArray()));
    }

    private static string? FindFault(string response)
    {
        var end = response.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0 || !response.StartsWith("HTTP/1.1 ", StringComparison.Ordinal)
            || !int.TryParse(response.AsSpan(9, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return $"no HTTP response: '{response[..Math.Min(80, response.Length)]}'";
        var head = response[..end];
        if (status is >= 500 or < 200) return $"status {status}: {response[end..Math.Min(response.Length, end + 300)]}";
        if (head.Contains("\r\nX-Injected", StringComparison.OrdinalIgnoreCase)) return "a header was injected";
        if (status < 400) return null;
        return head.Contains("application/problem+json", StringComparison.OrdinalIgnoreCase)
            || (WithoutBody.Contains(status) && head.Contains("Content-Length: 0", StringComparison.OrdinalIgnoreCase))
            ? null : $"status {status} without a problem document: {head}";
    }
}
