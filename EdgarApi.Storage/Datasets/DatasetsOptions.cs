using EdgarApi.Contracts.Settings;

namespace EdgarApi.Storage.Datasets;

/// <summary>The files of bulk data; configuration section <c>EdgarApi:Datasets</c>.</summary>
public sealed class DatasetsOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Datasets";

    /// <summary>
    /// Folder of the files, an absolute path. The Warmer writes it and every API process reads it. Without it there are no datasets.
    /// </summary>
    public string? Directory { get; set; }

    /// <summary>
    /// When the Warmer rebuilds datasets whose data changed: a cron expression in UTC. It also builds once after its first ingest.
    /// </summary>
    public string Schedule { get; set; } = "30 6 * * *";

    /// <summary>Time for which the Warmer keeps a replaced file, so that downloads and interrupted downloads can end.</summary>
    [DurationRange("00:00:00", "30.00:00:00",
        ErrorMessage = "EdgarApi:Datasets:KeepReplaced must be between 00:00:00 and 30.00:00:00 (the default is 06:00:00).")]
    public TimeSpan KeepReplaced { get; set; } = TimeSpan.FromHours(6);
}
