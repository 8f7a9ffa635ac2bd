using EdgarApi.Financials.Companies;
using EdgarApi.Storage.Ingest;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Storage.Publication;

/// <summary>Announces committed versions to the API processes once the replicas have them.</summary>
public sealed partial class VersionPublisher
{
    private readonly ReplayWait _replay;
    private readonly IVersionChannel _channel;
    private readonly ILogger<VersionPublisher> _logger;

    internal VersionPublisher(ReplayWait replay, IVersionChannel channel, ILogger<VersionPublisher> logger) =>
        (_replay, _channel, _logger) = (replay, channel, logger);

    /// <summary>Publishes several versions with a single wait.</summary>
    public async Task PublishAsync(IReadOnlyList<WrittenVersion> versions, CancellationToken cancellationToken)
    {
        var behind = await _replay.WaitAsync(versions.Max(version => version.Position), cancellationToken).ConfigureAwait(false);
        if (behind.Count > 0) LogBehind(string.Join(", ", behind), versions.Count);
        await _channel.AnnounceAsync([.. versions.Select(version => (version.Cik, version.Version))]).ConfigureAwait(false);
    }

    /// <summary>Announces a version without waiting for the replicas: reads use nodes that have it.</summary>
    public Task AnnounceAsync(Cik company, long version) => _channel.AnnounceAsync([(company, version)]);

    [LoggerMessage(
        LogLevel.Warning, "{Replicas} did not replay {Versions} new versions within 5 s; reads that need them use other nodes")]
    private partial void LogBehind(string replicas, int versions);
}
