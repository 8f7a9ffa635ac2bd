using Npgsql;

namespace EdgarApi.Storage.Postgres;

/// <summary>
/// The one place where data sources are configured: from a bare connection string to pool, timeouts and prepared statements. A node has several, and each has its own
/// name in metrics and in <c>pg_stat_activity</c>.
/// </summary>
public static class EdgarDataSource
{
    /// <summary>For routed reads: short timeouts, since the router has other nodes to ask.</summary>
    internal static void ForReads(NpgsqlDataSourceBuilder source, DatabaseNode node, PostgresOptions options, TimeSpan attempt) =>
        Configure(source, node, "", options, settings =>
        {
            settings.Timeout = Seconds(options.ConnectTimeout);
            settings.CommandTimeout = Seconds(attempt);
            // A timed-out command means that the host does not answer: asking it to cancel would only wait longer.
            settings.CancellationTimeout = -1;
        });

    /// <summary>For the probe: two connections apart from the pool, so that a full pool does not look like a dead node.</summary>
    internal static void ForProbes(NpgsqlDataSourceBuilder source, DatabaseNode node, PostgresOptions options, TimeSpan timeout) =>
        Configure(source, node, " probe", options, settings =>
        {
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = 2;
            settings.Timeout = Seconds(timeout);
            settings.CommandTimeout = Seconds(timeout);
            settings.CancellationTimeout = -1;
        });

    /// <summary>For writes on the primary: long commands are right there, and a caller may wait for a connection.</summary>
    internal static void ForWrites(NpgsqlDataSourceBuilder source, DatabaseNode node, PostgresOptions options) =>
        Configure(source, node, " writes", options, settings =>
        {
            settings.MinPoolSize = 1;
            settings.Timeout = Seconds(options.PoolWait);
            settings.CommandTimeout = 300;
        });

    /// <summary>For usage records: a few connections apart from those that requests wait for, and quick to notice that the primary is gone.</summary>
    public static void ForUsage(NpgsqlDataSourceBuilder source, DatabaseNode node, PostgresOptions options) =>
        Configure(source, node, " usage", options, settings =>
        {
            settings.MinPoolSize = 0;
            settings.MaxPoolSize = 4;
            settings.Timeout = Seconds(options.ConnectTimeout);
            settings.CommandTimeout = 30;
            settings.CancellationTimeout = -1;
            settings.TcpKeepAliveTime = 5;
            settings.TcpKeepAliveInterval = 2;
        });

    private static void Configure(
        NpgsqlDataSourceBuilder source, DatabaseNode node, string purpose, PostgresOptions options, Action<NpgsqlConnectionStringBuilder> configure)
    {
        source.Name = node.Name + purpose;
        var settings = source.ConnectionStringBuilder;
        settings.MinPoolSize = Math.Min(options.MinPoolSize, options.MaxPoolSize);
        settings.MaxPoolSize = options.MaxPoolSize;
        settings.ConnectionLifetime = Seconds(options.ConnectionLifetime);
        settings.MaxAutoPrepare = options.MaxAutoPrepare;
        settings.KeepAlive = Seconds(options.KeepAlive);
        settings.TcpKeepAlive = true;
        // Days are UTC's: a day that the server adds by another clock has 23 hours once a year.
        settings.Timezone = "UTC";
        settings.ApplicationName = (settings.ApplicationName ?? AppDomain.CurrentDomain.FriendlyName) + purpose;
        configure(settings);
    }

    private static int Seconds(TimeSpan time) => Math.Max(1, (int)Math.Ceiling(time.TotalSeconds));
}
