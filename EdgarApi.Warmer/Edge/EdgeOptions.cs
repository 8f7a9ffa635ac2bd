using System.ComponentModel.DataAnnotations;
using EdgarApi.Contracts.Settings;

namespace EdgarApi.Warmer.Edge;

/// <summary>The CDN in front of the API, whose copies are purged when data changes; configuration section <c>EdgarApi:Edge</c>.</summary>
internal sealed class EdgeOptions
{
    public const string Section = "EdgarApi:Edge";

    /// <summary>
    /// Address of the purge operation of an Azure Front Door endpoint, with its API version. Without it nothing is purged.
    /// </summary>
    public Uri? PurgeUrl { get; set; }

    /// <summary>Time between purges. Front Door executes them one after the other and takes minutes for each.</summary>
    [DurationRange("00:00:05", "1.00:00:00",
        ErrorMessage = "EdgarApi:Edge:Interval must be between 00:00:05 and 1.00:00:00 (the default is 00:01:00).")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Age from which a version is purged. Longer than the 5 s within which each API process finds a version, so that the edge does not
    /// fetch the old response again.
    /// </summary>
    [DurationRange("00:00:00", "01:00:00",
        ErrorMessage = "EdgarApi:Edge:SettleTime must be between 00:00:00 and 01:00:00 (the default is 00:00:15).")]
    public TimeSpan SettleTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>More changed companies than this are purged by one wildcard, as after the first load.</summary>
    [Range(1, 10_000, ErrorMessage = "EdgarApi:Edge:MaxCompanies must be between 1 and 10000 (the default is 200).")]
    public int MaxCompanies { get; set; } = 200;
}
