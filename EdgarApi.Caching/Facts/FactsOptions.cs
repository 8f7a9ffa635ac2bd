using System.ComponentModel.DataAnnotations;

namespace EdgarApi.Caching.Facts;

/// <summary>Decoded company facts in memory; configuration section <c>EdgarApi:Facts</c>.</summary>
public sealed class FactsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Facts";

    /// <summary>Memory for decoded facts, in MiB: a large company takes about 3. Four fifths of it are used. 0 keeps none.</summary>
    [Range(0, 65_536, ErrorMessage = "EdgarApi:Facts:CacheMegabytes must be between 0 and 65536 (the default is 1024).")]
    public int CacheMegabytes { get; set; } = 1024;

    /// <summary>Whether snapshots are kept in Redis, where they take about 50 KB of a large company; without, Postgres has them.</summary>
    public bool InRedis { get; set; } = true;
}
