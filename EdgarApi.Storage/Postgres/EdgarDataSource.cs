using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>
/// Configures all data sources: pools, timeouts and prepared statements. A node has several, each with its own name in metrics and in
/// <c>pg_stat_activity</c>.
/// </summary>
public static class EdgarDataSource
{
    /// <summary>What the name of a pool has after the name of its node.</summary>
    internal const string Reads = "", Writes = " writes", Usage = " usage", Probes = " probe";

    /// <summary>For routed reads: short timeouts, since the router can try other nodes.</summary>
    internal static void ForReads(NpgsqlDataSourceBuilder source, DatabaseNode node, PostgresOptions options, TimeSpan attempt) =>
        Configure(source, node, Reads, options, settings =>
        {
            settings.Timeout = ToSeconds(options.ConnectTimeout);
            // Reads leave nothing behind in a session. Resetting it takes six statements before the next read.
            settings.NoResetOnClose = true;
            // The router cancels a read in time. Npgsql's own timeout would wait for its cancellation in a thread of the pool.
            settings.CommandTimeout = 0;
            // A timed-out command means that the host does not respond; waiting for its cancellation would only take longer.
            settings.CancellationTimeout = -1;
            // If the host does respond, it stops working for a caller that has given up. It gives up later, so that the caller's timeout
            // shows which case it is.
            AddOption(settings, $"-c statement_timeout={ToSeconds(attempt) + 1}s");
        });

    /// <summary>For probes: two separate connections, so that an exhausted pool does not look like a dead node.</summary>
    internal static void ForProbes(NpgsqlDataSourceBuilder source, DatabaseNode node, PostgresOptions options, TimeSpan timeout) =>
        Configure(source, node, Probes, options, settings =>
        {
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = 2;
            settings.NoResetOnClose = true; // as for reads
            settings.Timeout = ToSeconds(timeout);
            settings.CommandTimeout = 0; // the prober cancels in time
            settings.CancellationTimeout = -1;
        });

    /// <summary>
    /// Lets the server notice within ten seconds that a client died or vanished, even during a statement. Otherwise the advisory lock of a
    /// killed process would stay until its connection's current statement ends.
    /// </summary>
    private const string DeadClientDetection =
        "-c client_connection_check_interval=2s -c tcp_keepalives_idle=4s -c tcp_keepalives_interval=1s -c tcp_keepalives_count=4";

    /// <summary>For writes on the primary: long commands are expected, and callers may wait for a connection.</summary>
    internal static void ForWrites(NpgsqlDataSourceBuilder source, DatabaseNode node, PostgresOptions options) =>
        Configure(source, node, Writes, options, settings =>
        {
            settings.MinPoolSize = 1;
            settings.Timeout = ToSeconds(options.PoolWait);
            settings.CommandTimeout = 300;
            AddOption(settings, DeadClientDetection);
        });

    /// <summary>For usage records: few connections, separate from those of requests, that quickly detect an unavailable primary.</summary>
    public static void ForUsage(NpgsqlDataSourceBuilder source, DatabaseNode node, PostgresOptions options) =>
        Configure(source, node, Usage, options, settings =>
        {
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = 4;
            settings.NoResetOnClose = true; // each batch is one transaction, which leaves nothing behind
            settings.Timeout = ToSeconds(options.ConnectTimeout);
            settings.CommandTimeout = 30;
            settings.CancellationTimeout = -1;
            settings.TcpKeepAliveTime = 5;
            settings.TcpKeepAliveInterval = 2;
        });

    private static void AddOption(NpgsqlConnectionStringBuilder settings, string option) =>
        settings.Options = string.IsNullOrEmpty(settings.Options) ? option : $"{option} {settings.Options}";

    private static void Configure(
        NpgsqlDataSourceBuilder source, DatabaseNode node, string purpose, PostgresOptions options,
        Action<NpgsqlConnectionStringBuilder> configure)
    {
        source.Name = node.Name + purpose;
        var settings = source.ConnectionStringBuilder;
        settings.MinPoolSize = Math.Min(options.MinPoolSize, options.MaxPoolSize);
        settings.MaxPoolSize = options.MaxPoolSize;
        settings.ConnectionLifetime = ToSeconds(options.ConnectionLifetime);
        settings.MaxAutoPrepare = options.MaxAutoPrepare;
        // The kernel's keepalives. Npgsql's own are commands in timers, which block threads of the pool until a frozen server responds.
        settings.KeepAlive = 0;
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = ToSeconds(options.KeepAlive);
        // Each new connection would first ask for encryption by Kerberos, and a cancellation would wait twice for a frozen server.
        settings.GssEncryptionMode = GssEncryptionMode.Disable;
        // All types are built in. Reading the server's catalog of types would cost each pool more than most statements.
        source.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        // Days are UTC. In another time zone, adding a day on the server can yield 23 hours.
        settings.Timezone = "UTC";
        settings.ApplicationName = (settings.ApplicationName ?? AppDomain.CurrentDomain.FriendlyName) + purpose;
        configure(settings);
    }

    private static int ToSeconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
