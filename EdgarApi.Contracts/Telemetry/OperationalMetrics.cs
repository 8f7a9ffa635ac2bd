using static EdgarApi.Contracts.Telemetry.OperationalMetricType;

namespace EdgarApi.Contracts.Telemetry;

/// <summary>
/// All metrics of our own, beside those of the frameworks. Names without <c>edgar</c> are those of the performance requirements.
/// <c>docs/operations.md</c> has the same list as a table.
/// </summary>
public static class OperationalMetrics
{
    /// <summary>Seconds: fine below 5 ms, where cached responses are, and every limit of a service level.</summary>
    private static readonly double[] RequestSeconds =
    [
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.3, 0.5, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5, 3,
    ];

    /// <summary>Seconds, with the limit of a slow query (100 ms).</summary>
    private static readonly double[] QuerySeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

    /// <summary>Seconds, from a minute to a day: polling takes ten minutes, and the SEC itself some more.</summary>
    private static readonly double[] IngestSeconds = [60, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];

    private static readonly double[] BodyBytes = [256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576];

    // Requests

    /// <summary>All requests except probes.</summary>
    public static OperationalMetric HttpRequests { get; } = new(
        "http_requests_total", Counter, "{request}",
        "Requests except probes and scrapes. `route` is the route template, or `unmatched`; `tier` is `none` for requests that were not "
        + "authenticated.", "method", "route", "status", "tier");

    /// <summary>Duration of requests.</summary>
    public static OperationalMetric HttpRequestDuration { get; } = new(
        "http_request_duration_seconds", Histogram, "s",
        "Time until the response was passed to the connection. `status_class` is `2xx` to `5xx`.",
        "method", "route", "status_class") { Buckets = RequestSeconds };

    /// <summary>Size of request bodies.</summary>
    public static OperationalMetric HttpRequestSize { get; } = new(
        "http_request_size_bytes", Histogram, "By", "Body of the request by its `Content-Length`. Requests without one do not count.",
        "method") { Buckets = BodyBytes };

    /// <summary>Size of response bodies.</summary>
    public static OperationalMetric HttpResponseSize { get; } = new(
        "http_response_size_bytes", Histogram, "By", "Body of the response as sent, compressed or not.", "method") { Buckets = BodyBytes };

    /// <summary>Failed requests by what timed out.</summary>
    public static OperationalMetric TimeoutErrors { get; } = new(
        "timeout_errors_total", Counter, "{request}",
        "Requests that failed because something timed out: `compute`, `database` or `sec`.", "source");

    /// <summary>Requests rejected as invalid.</summary>
    public static OperationalMetric ValidationErrors { get; } = new(
        "validation_errors_total", Counter, "{request}", "Requests rejected as invalid, by the code of the problem.", "code");

    // Business

    /// <summary>Companies in successful requests.</summary>
    public static OperationalMetric CompaniesQueried { get; } = new(
        "companies_queried_total", Counter, "{company}",
        "Companies in successful requests; a request for several companies counts each. Prefetches of the Warmer do not count.", "tier");

    /// <summary>The companies in demand.</summary>
    public static OperationalMetric MostQueriedCompanies { get; } = new(
        "most_queried_companies", Gauge, "{request}",
        "Requests within the last hour for the 20 companies that this process was asked for most; refreshed every minute.",
        "cik", "company");

    /// <summary>Statements that were computed.</summary>
    public static OperationalMetric StatementsGenerated { get; } = new(
        "statements_generated_total", Counter, "{statement}",
        "Statements computed, in contrast to those from caches. `statement`: `income`, `balance`, `cashflow`; `view`: `standard`, "
        + "`reported`.", "statement", "view");

    /// <summary>Consistency of computed statements.</summary>
    public static OperationalMetric DataQuality { get; } = new(
        "data_quality_percent", Histogram, "%",
        "Share of the applicable checks of a computed statement that passed, restated values included.", "statement")
    {
        Buckets = [50, 75, 90, 95, 99, 100],
    };

    // Caches of responses

    /// <summary>Cacheable requests.</summary>
    public static OperationalMetric CacheRequests { get; } = new(
        "cache_requests_total", Counter, "{request}",
        "Requests for responses that can be cached: hits and misses. Prefetches of the Warmer do not count.");

    /// <summary>Cacheable requests answered from a cache.</summary>
    public static OperationalMetric CacheHits { get; } = new(
        "cache_hits_total", Counter, "{request}",
        "Answers from memory (`l1`), from Redis (`l2`), from either although outdated (`stale`), or 304 without a lookup because the "
        + "client has the current response (`client`).", "level");

    /// <summary>Cacheable requests that were computed.</summary>
    public static OperationalMetric CacheMisses { get; } = new(
        "cache_misses_total", Counter, "{request}", "Answers that were computed.");

    // System

    /// <summary>CPU time.</summary>
    public static OperationalMetric CpuUsage { get; } = new(
        "cpu_usage_percent", Gauge, "%", "CPU time, as a share of the container's limit or, without one, of the machine.");

    /// <summary>Memory.</summary>
    public static OperationalMetric MemoryUsage { get; } = new(
        "memory_usage_percent", Gauge, "%", "Memory, as a share of the container's limit or, without one, of the machine.");

    /// <summary>Disk space.</summary>
    public static OperationalMetric DiskUsage { get; } = new(
        "disk_usage_percent", Gauge, "%", "Used space of the volume that holds temporary files and, by default, the usage spool.");

    /// <summary>Network traffic.</summary>
    public static OperationalMetric NetworkIo { get; } = new(
        "network_io_bytes", Gauge, "By",
        "Bytes through the container's or machine's network interfaces since they came up. `direction`: `receive`, `transmit`; "
        + "`interface`: `external`, `loopback`. It only increases: use `rate`.", "direction", "interface");

    // Postgres

    /// <summary>Connections in use.</summary>
    public static OperationalMetric DatabaseConnectionsActive { get; } = new(
        "db_connections_active", Gauge, "{connection}", "Connections in use, by pool. The pools of the probes do not count.", "pool");

    /// <summary>Maximum number of connections.</summary>
    public static OperationalMetric DatabaseConnectionsMax { get; } = new(
        "db_connections_max", Gauge, "{connection}", "Maximum number of connections of this process, by pool.", "pool");

    /// <summary>Duration of SQL commands.</summary>
    public static OperationalMetric DatabaseQueryDuration { get; } = new(
        "db_query_duration_seconds", Histogram, "s", "Duration of SQL commands, by pool.", "pool") { Buckets = QuerySeconds };

    /// <summary>SQL commands.</summary>
    public static OperationalMetric DatabaseQueries { get; } = new(
        "db_queries_total", Counter, "{query}", "SQL commands, by pool.", "pool");

    /// <summary>Slow SQL commands.</summary>
    public static OperationalMetric DatabaseSlowQueries { get; } = new(
        "db_slow_queries_total", Counter, "{query}", "SQL commands of more than 100 ms, by pool.", "pool");

    /// <summary>Whether nodes serve reads.</summary>
    public static OperationalMetric NodeHealthy { get; } = new(
        "edgar.db.node.healthy", Gauge, "{node}", "1 if the node can serve reads of the role, otherwise 0.", "node", "role");

    /// <summary>Replication lag.</summary>
    public static OperationalMetric NodeLag { get; } = new(
        "edgar.db.node.lag", Gauge, "s", "Replay lag of a replica at the last successful probe.", "node");

    /// <summary>Routed reads.</summary>
    public static OperationalMetric Reads { get; } = new(
        "edgar.db.reads", Counter, "{read}", "Read attempts by node, role and outcome.", "node", "role", "outcome");

    /// <summary>Reads that went to another node.</summary>
    public static OperationalMetric ReadRetries { get; } = new(
        "edgar.db.read_retries", Counter, "{retry}", "Reads retried on another node, by failed node and cause.", "node", "cause");

    // Redis. Each process reads the same server: use max, not sum.

    /// <summary>Memory of Redis.</summary>
    public static OperationalMetric RedisMemory { get; } = new(
        "redis_memory_usage_bytes", Gauge, "By", "Memory that Redis uses (`used_memory`). Absent while Redis is unavailable.");

    /// <summary>Memory limit of Redis.</summary>
    public static OperationalMetric RedisMemoryMax { get; } = new(
        "redis_memory_max_bytes", Gauge, "By", "Memory limit of Redis (`maxmemory`), above which it evicts keys; 0 without a limit.");

    /// <summary>Clients of Redis.</summary>
    public static OperationalMetric RedisClients { get; } = new(
        "redis_connected_clients", Gauge, "{client}", "Connections to Redis from all clients.");

    /// <summary>Commands that Redis processed.</summary>
    public static OperationalMetric RedisOperations { get; } = new(
        "redis_operations_total", Counter, "{command}", "Commands that Redis processed for all clients since it started.");

    /// <summary>Lookups that found a key.</summary>
    public static OperationalMetric RedisHits { get; } = new(
        "redis_keyspace_hits_total", Counter, "{lookup}", "Lookups in Redis that found a key.");

    /// <summary>Lookups that found no key.</summary>
    public static OperationalMetric RedisMisses { get; } = new(
        "redis_keyspace_misses_total", Counter, "{lookup}", "Lookups in Redis that found no key.");

    /// <summary>Evictions.</summary>
    public static OperationalMetric RedisEvictions { get; } = new(
        "redis_evicted_keys_total", Counter, "{key}", "Keys that Redis evicted because its memory was full.");

    // Limits and usage

    /// <summary>Requests over a limit.</summary>
    public static OperationalMetric LimitsRefused { get; } = new(
        "edgar.limits.refused", Counter, "{request}", "Requests rejected, by tier and limit.", "tier", "limit");

    /// <summary>Quota leases.</summary>
    public static OperationalMetric LimitsLeases { get; } = new(
        "edgar.limits.leases", Counter, "{lease}", "Quota leases taken from Redis.");

    /// <summary>Usage records.</summary>
    public static OperationalMetric UsageRecords { get; } = new(
        "edgar.usage.records", Counter, "{request}", "Usage records: `written`, `spooled` to disk, `replayed` from disk.", "outcome");

    /// <summary>Requests that were not recorded.</summary>
    public static OperationalMetric UsageRefused { get; } = new(
        "edgar.usage.refused", Counter, "{request}", "Requests that were not recorded, by reason.", "reason");

    /// <summary>Usage records in memory.</summary>
    public static OperationalMetric UsageQueue { get; } = new(
        "edgar.usage.queue", Gauge, "{request}", "Requests waiting in memory to be recorded.");

    /// <summary>Usage records on disk.</summary>
    public static OperationalMetric UsageSpool { get; } = new(
        "edgar.usage.spool", Gauge, "By", "Usage records on disk, waiting for the primary.");

    // Overload

    /// <summary>The limit of responses in progress.</summary>
    public static OperationalMetric AdmissionLimit { get; } = new(
        "edgar.admission.limit", Gauge, "{response}", "Responses that may be in progress, apart from hits in memory.");

    /// <summary>Requests rejected because of overload.</summary>
    public static OperationalMetric AdmissionRejected { get; } = new(
        "edgar.admission.rejected", Counter, "{request}", "Requests that were rejected because of overload.");

    // Ingest and warming

    /// <summary>Age of the live ingest.</summary>
    public static OperationalMetric IngestAge { get; } = new(
        "edgar.ingest.age", Gauge, "s",
        "Time since the live ingest last processed a company or completed a poll. Only the Warmer of a live source has it.");

    /// <summary>Delay of new filings.</summary>
    public static OperationalMetric IngestDelay { get; } = new(
        "edgar.ingest.delay", Histogram, "s",
        "Time from the SEC's acceptance of a company's newest filing until the company's data is served. Only a live source has it.")
    {
        Buckets = IngestSeconds,
    };

    /// <summary>Failed warm runs in a row.</summary>
    public static OperationalMetric WarmConsecutiveFailures { get; } = new(
        "edgar.warm.consecutive_failures", Gauge, "{run}", "Failed runs of a warming strategy since its last success.", "strategy");

    /// <summary>All metrics.</summary>
    public static IReadOnlyList<OperationalMetric> All { get; } =
    [
        HttpRequests, HttpRequestDuration, HttpRequestSize, HttpResponseSize, TimeoutErrors, ValidationErrors, CompaniesQueried,
        MostQueriedCompanies, StatementsGenerated, DataQuality, CacheRequests, CacheHits, CacheMisses, CpuUsage, MemoryUsage, DiskUsage,
        NetworkIo, DatabaseConnectionsActive, DatabaseConnectionsMax, DatabaseQueryDuration, DatabaseQueries, DatabaseSlowQueries,
        NodeHealthy, NodeLag, Reads, ReadRetries, RedisMemory, RedisMemoryMax, RedisClients, RedisOperations, RedisHits, RedisMisses,
        RedisEvictions, LimitsRefused, LimitsLeases, UsageRecords, UsageRefused, UsageQueue, UsageSpool,
        AdmissionLimit, AdmissionRejected, IngestAge, IngestDelay, WarmConsecutiveFailures,
    ];
}
