using System.Diagnostics;
using System.Reflection;
using OpenTelemetry.Instrumentation.StackExchangeRedis;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace EdgarApi.Caching.Redis;

/// <summary>Records commands to Redis as spans of the recorded traces that they belong to. Other commands cost a look at the current activity.</summary>
public sealed class RedisTracing(StackExchangeRedisInstrumentation instrumentation)
{
    /// <summary>Name of the spans' source.</summary>
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    /// <summary>Records the commands of a connection.</summary>
    public void Add(IConnectionMultiplexer connection)
    {
        var recorded = DispatchProxy.Create<IConnectionMultiplexer, RecordedOnly>();
        ((RecordedOnly)recorded).Connection = connection;
        instrumentation.AddConnection(recorded);
    }

    /// <summary>
    /// The connection as the instrumentation sees it, which only registers a profiler. The library keeps a session for every command, also for those whose
    /// spans the sampler drops later; each holds the command's payload until the next flush.
    /// </summary>
    internal class RecordedOnly : DispatchProxy
    {
        public IConnectionMultiplexer Connection { get; set; } = null!;

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            if (args is not [Func<ProfilingSession?> session]) throw new NotSupportedException($"{targetMethod?.Name} is not expected from the instrumentation.");
            Connection.RegisterProfiler(() => Activity.Current is { Recorded: true } ? session() : null);
            return null;
        }
    }
}
