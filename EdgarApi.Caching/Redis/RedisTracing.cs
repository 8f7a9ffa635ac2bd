using System.Diagnostics;
using System.Reflection;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace EdgarApi.Caching.Redis;

/// <summary>Records Redis commands as spans of recorded traces. For other commands it only checks the current activity.</summary>
public sealed class RedisTracing(StackExchangeRedisInstrumentation instrumentation)
{
    /// <summary>Name of the activity source.</summary>
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    /// <summary>Traces the commands of a connection.</summary>
    public void Add(IConnectionMultiplexer connection)
    {
        var recorded = DispatchProxy.Create<IConnectionMultiplexer, RecordedOnly>();
        ((RecordedOnly)recorded).Connection = connection;
        instrumentation.AddConnection(recorded);
    }

    /// <summary>
    /// Wraps a connection for the instrumentation library, which only registers a profiler. The library creates a session for every
    /// command, even if its span is dropped by the sampler, and each holds the command's payload until the next flush.
    /// </summary>
    internal class RecordedOnly : DispatchProxy
    {
        public IConnectionMultiplexer Connection { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (args is not [Func<ProfilingSession?> session])
                throw new NotSupportedException($"{targetMethod?.Name} is not supported for the instrumentation.");
            Connection.RegisterProfiler(() => Activity.Current is { Recorded: true } ? session() : null);
            return null;
        }
    }
}
