using System.ComponentModel.DataAnnotations;
using EdgarApi.Contracts.Settings;

namespace EdgarApi.Sec.Sources;

/// <summary>Ingest by the Warmer; configuration section <c>EdgarApi:Ingest</c>.</summary>
public sealed class IngestOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "EdgarApi:Ingest";

    /// <summary>The source of company data.</summary>
    public IngestSource Source { get; set; } = IngestSource.Sample;

    /// <summary>Folder of the sample, folder of the bulk zips, or one zip; null uses the bundled sample.</summary>
    public string? Path { get; set; }

    /// <summary>Maximum number of documents parsed concurrently, also limited by the machine's cores.</summary>
    [Range(1, 64, ErrorMessage = "EdgarApi:Ingest:MaxConcurrent must be between 1 and 64 (the default is 10).")]
    public int MaxConcurrent { get; set; } = 10;

    /// <summary>Live mode: interval of polling for new filings.</summary>
    [DurationRange("00:00:10", "1.00:00:00",
        ErrorMessage = "EdgarApi:Ingest:RefreshInterval must be between 00:00:10 and 1.00:00:00.")]
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Live mode: tickers or CIKs whose facts are loaded; empty loads every listed company.</summary>
    public IReadOnlyList<string> Companies { get; set; } = [];
}

/// <summary>The sources that the Warmer can ingest.</summary>
public enum IngestSource
{
    /// <summary>The bundled companies of <c>samples/</c>.</summary>
    Sample,

    /// <summary>The SEC's bulk zips.</summary>
    Bulk,

    /// <summary>The SEC's own servers.</summary>
    Live,
}
