using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Storage.Schema.Releases;

/// <summary>
/// A proxy before a Postgres server that notes the statements of its clients, with the types of their parameters: messages Parse and Query
/// of the protocol (https://www.postgresql.org/docs/current/protocol-message-formats.html). Connections are not encrypted.
/// </summary>
internal sealed class StatementRecorder : IDisposable
{
    private const int MinLength = 16;

    private static readonly ConcurrentDictionary<int, Lazy<StatementRecorder>> Recorders = [];
    private static readonly ConcurrentDictionary<RecordedStatement, bool> Seen = [];

    private static readonly string Runs = RepositoryFiles.GetPath(Path.Combine(".local", "statements.tsv"));

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;

    static StatementRecorder() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Save();

    private StatementRecorder(int server)
    {
        _server = server;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>The statements of earlier runs.</summary>
    public static IReadOnlyList<(string Sql, IReadOnlyList<uint> Types)> ReadRuns() =>
    [
        .. File.ReadLines(Runs).Select(line => line.Split('\t')).Select(line => (
            JsonSerializer.Deserialize<string>(line[1])!,
            (IReadOnlyList<uint>)[.. line[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(uint.Parse)])),
    ];

    /// <summary>The port that leads to a server through its recorder.</summary>
    public static int GetPort(int server) =>
        ((IPEndPoint)Recorders.GetOrAdd(server, port => new(() => new StatementRecorder(port))).Value._listener.LocalEndpoint).Port;

    /// <summary>Stops recording. The recorders of a run end with it.</summary>
    public void Dispose() => _listener.Dispose();

    /// <summary>Adds the statements of this run to those of earlier ones.</summary>
    private static void Save()
    {
        var lines = Seen.Keys.Select(item => $"{item.Types}\t{JsonSerializer.Serialize(item.Sql)}");
        Directory.CreateDirectory(Path.GetDirectoryName(Runs)!);
        File.WriteAllLines(Runs, [.. (File.Exists(Runs) ? File.ReadAllLines(Runs) : []).Union(lines).Order(StringComparer.Ordinal)]);
    }

    private async Task AcceptAsync()
    {
        while (true) _ = ForwardAsync(await _listener.AcceptTcpClientAsync());
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server);
            var (up, down) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(CopyAndNoteAsync(up, down), down.CopyToAsync(up));
        }
        catch (Exception error) when (error is SocketException or IOException or ObjectDisposedException)
        {
            // One side closed the connection, or the server does not run.
        }
        finally
        {
            client.Dispose();
        }
    }

    private static async Task CopyAndNoteAsync(NetworkStream client, NetworkStream server)
    {
        var header = new byte[5];
        // Until the connection is set up, messages have no type: the requests for encryption, which the server declines, and the start.
        for (var isStarting = true; isStarting;)
        {
            await client.ReadExactlyAsync(header.AsMemory(0, 4));
            var start = new byte[BinaryPrimitives.ReadInt32BigEndian(header)];
            header.AsSpan(0, 4).CopyTo(start);
            await client.ReadExactlyAsync(start.AsMemory(4));
            await server.WriteAsync(start);
            isStarting = BinaryPrimitives.ReadInt32BigEndian(start.AsSpan(4)) is 80877103 or 80877104;
        }

        while (true)
        {
            await client.ReadExactlyAsync(header);
            var body = new byte[BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(1)) - 4];
            await client.ReadExactlyAsync(body);
            if (header[0] is (byte)'P' or (byte)'Q') Note(body, isQuery: header[0] == (byte)'Q');
            await server.WriteAsync(header);
            await server.WriteAsync(body);
        }
    }

    /// <summary>Query: text. Parse: name, text, number of parameters, their types.</summary>
    private static void Note(ReadOnlySpan<byte> body, bool isQuery)
    {
        if (!isQuery) body = body[(body.IndexOf((byte)0) + 1)..];
        var end = body.IndexOf((byte)0);
        var sql = Encoding.UTF8.GetString(body[..end]);
        var rest = body[(end + 1)..];
        var types = new List<uint>();
        for (var at = 2; !isQuery && at + 4 <= rest.Length; at += 4) types.Add(BinaryPrimitives.ReadUInt32BigEndian(rest[at..]));
        if (sql.Length >= MinLength) Seen.TryAdd(new RecordedStatement(sql, string.Join(',', types)), true);
    }
}

/// <summary>A statement of a client.</summary>
/// <param name="Sql">Its text.</param>
/// <param name="Types">The object ids of its parameters' types, separated by commas.</param>
internal sealed record RecordedStatement(string Sql, string Types);
