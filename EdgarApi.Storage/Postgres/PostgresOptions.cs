using System.ComponentModel.DataAnnotations;

namespace EdgarApi.Storage.Postgres;

/// <summary>Connections to Postgres, the same for every node; configuration section <c>EdgarApi:Postgres</c>.</summary>
public sealed class PostgresOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Postgres";

    /// <summary>Connections of this process to a node that are kept once they were opened.</summary>
    [Range(0, 100, ErrorMessage = "EdgarApi:Postgres:MinPoolSize must be between 0 and 100 (the default is 10).")]
    public int MinPoolSize { get; set; } = 10;

    /// <summary>Connections of this process to a node at most: 5 processes make the 100 that a node is sized for.</summary>
    [Range(1, 100, ErrorMessage = "EdgarApi:Postgres:MaxPoolSize must be between 1 and 100 (the default is 20).")]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>How long a read waits for a free connection of a node.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:05:00", ErrorMessage =
        "EdgarApi:Postgres:PoolWait must be between 00:00:00.1 and 00:05:00 (the default is 00:00:30).")]
    public TimeSpan PoolWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long connecting may take: short, because the next node is the better answer to a dead one.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ErrorMessage =
        "EdgarApi:Postgres:ConnectTimeout must be between 00:00:01 and 00:05:00 (the default is 00:00:02).")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Age at which a connection is replaced.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00", ErrorMessage =
        "EdgarApi:Postgres:ConnectionLifetime must be between 00:00:10 and 7.00:00:00 (the default is 01:00:00).")]
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Statements that a connection keeps prepared.</summary>
    [Range(0, 10_000, ErrorMessage = "EdgarApi:Postgres:MaxAutoPrepare must be between 0 and 10000 (the default is 1000).")]
    public int MaxAutoPrepare { get; set; } = 1000;

    /// <summary>Time between two keepalive packets on an idle connection.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ErrorMessage =
        "EdgarApi:Postgres:KeepAlive must be between 00:00:01 and 01:00:00 (the default is 00:00:30).")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);
}
