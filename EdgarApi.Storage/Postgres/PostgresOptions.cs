using System.ComponentModel.DataAnnotations;
using EdgarApi.Contracts.Settings;

namespace EdgarApi.Storage.Postgres;

/// <summary>How programs sign in to Postgres.</summary>
public enum PostgresAuthentication
{
    /// <summary>With the password of the connection string.</summary>
    Password,

    /// <summary>With tokens of Microsoft Entra for the program's identity in Azure.</summary>
    Entra,
}

/// <summary>Connections to Postgres, the same for every node; configuration section <c>EdgarApi:Postgres</c>.</summary>
public sealed class PostgresOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Postgres";

    /// <summary>
    /// How to sign in: <c>Password</c> (in the connection strings) or <c>Entra</c> (tokens of Microsoft Entra, for servers in Azure).
    /// </summary>
    public PostgresAuthentication Authentication { get; set; } = PostgresAuthentication.Password;

    /// <summary>Connections per node that this process keeps open once they were opened.</summary>
    [Range(0, 100, ErrorMessage = "EdgarApi:Postgres:MinPoolSize must be between 0 and 100 (the default is 10).")]
    public int MinPoolSize { get; set; } = 10;

    /// <summary>Maximum number of connections of a pool; a process has two such pools to the primary and one to each replica.</summary>
    [Range(1, 100, ErrorMessage = "EdgarApi:Postgres:MaxPoolSize must be between 1 and 100 (the default is 20).")]
    public int MaxPoolSize { get; set; } = 20;

    /// <summary>Maximum time that a read waits for a free connection.</summary>
    [DurationRange("00:00:00.1", "00:05:00", ErrorMessage =
        "EdgarApi:Postgres:PoolWait must be between 00:00:00.1 and 00:05:00 (the default is 00:00:30).")]
    public TimeSpan PoolWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Timeout of connecting: short, because trying the next node is better than waiting for a dead one.</summary>
    [DurationRange("00:00:01", "00:05:00", ErrorMessage =
        "EdgarApi:Postgres:ConnectTimeout must be between 00:00:01 and 00:05:00 (the default is 00:00:02).")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Age at which a connection is replaced.</summary>
    [DurationRange("00:00:10", "7.00:00:00", ErrorMessage =
        "EdgarApi:Postgres:ConnectionLifetime must be between 00:00:10 and 7.00:00:00 (the default is 01:00:00).")]
    public TimeSpan ConnectionLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Maximum number of prepared statements per connection.</summary>
    [Range(0, 10_000, ErrorMessage = "EdgarApi:Postgres:MaxAutoPrepare must be between 0 and 10000 (the default is 1000).")]
    public int MaxAutoPrepare { get; set; } = 1000;

    /// <summary>Time until the kernel sends a keepalive packet on an idle connection (TCP).</summary>
    [DurationRange("00:00:01", "01:00:00", ErrorMessage =
        "EdgarApi:Postgres:KeepAlive must be between 00:00:01 and 01:00:00 (the default is 00:00:30).")]
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(30);
}
