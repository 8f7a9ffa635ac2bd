using System.Net.Sockets;
using EdgarApi.Storage.Routing;
using Npgsql;

namespace EdgarApi.Tests.Storage.Routing;

public sealed class ReadFailuresTests
{
    [Theory]
    [InlineData("40001", ReadFailure.RetryElsewhere)] // conflict with recovery
    [InlineData("57014", ReadFailure.RetryElsewhere)] // cancelled
    [InlineData("25006", ReadFailure.RetryElsewhere)] // read-only transaction
    [InlineData("53300", ReadFailure.RetryElsewhere)] // too many connections
    [InlineData("57P01", ReadFailure.ConnectionFailed)] // shutting down
    [InlineData("57P03", ReadFailure.ConnectionFailed)] // starting up
    [InlineData("XX001", ReadFailure.NodeFaulty)] // damaged page
    [InlineData("XX002", ReadFailure.NodeFaulty)] // damaged index
    [InlineData("58030", ReadFailure.NodeFaulty)] // I/O error
    [InlineData("58P01", ReadFailure.NodeFaulty)] // missing file
    [InlineData("53100", ReadFailure.NodeFaulty)] // full disk
    [InlineData("53200", ReadFailure.NodeFaulty)] // out of memory
    [InlineData("08006", ReadFailure.ConnectionFailed)]
    [InlineData("42601", ReadFailure.Fatal)] // syntax error
    [InlineData("22P02", ReadFailure.Fatal)] // bad value
    public void The_error_code_decides_whether_another_node_is_tried(string sqlState, object expected) =>
        Assert.Equal(expected, ReadFailures.Classify(new PostgresException("message", "ERROR", "ERROR", sqlState)));

    [Fact]
    public void Broken_and_refused_connections_and_timeouts_are_distinguished()
    {
        Assert.Equal(ReadFailure.ConnectionFailed, ReadFailures.Classify(new NpgsqlException("refused", new SocketException(111))));
        Assert.Equal(ReadFailure.TimedOut, ReadFailures.Classify(new NpgsqlException("late", new TimeoutException())));
        Assert.Equal(ReadFailure.Slow, ReadFailures.Classify(new SlowReadException("waits", new OperationCanceledException())));
        Assert.Equal(ReadFailure.Fatal, ReadFailures.Classify(new InvalidOperationException("a bug")));
    }
}
