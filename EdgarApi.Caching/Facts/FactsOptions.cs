using System.ComponentModel.DataAnnotations;

namespace EdgarApi.Caching.Facts;

/// <summary>Decoded company facts in memory; configuration section <c>EdgarApi:Facts</c>.</summary>
public sealed class FactsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Facts";

    /// <summary>
    /// Memory for decoded facts in MiB. Entries are evicted above 80 % of it. A large company takes about 3 MiB. 0 disables the cache.
    /// </summary>
    [Range(0, 65_536, ErrorMessage = "EdgarApi:Facts:CacheMegabytes must be between 0 and 65536 (the default is 1024).")]
    public int CacheMegabytes { get; set; } = 1024;

    /// <summary>Whether snapshots are cached in Redis, about 50 KB for a large company. Otherwise they are read from Postgres.</summary>
    public bool InRedis { get; set; } = true;
}
