using EdgarApi.Storage.Ingest;
using Microsoft.Extensions.Logging;

namespace EdgarApi.Storage.Publication;

/// <summary>Tells the API processes of committed versions, once the replicas have them.</summary>
public sealed partial class VersionPublisher
{
    private readonly ReplayWait replay;
    private readonly IVersionChannel channel;
    private readonly ILogger<VersionPublisher> logger;

    internal VersionPublisher(ReplayWait replay, IVersionChannel channel, ILogger<VersionPublisher> logger) =>
        (this.replay, this.channel, this.logger) = (replay, channel, logger);

    /// <summary>Publishes several versions together: one wait serves them all.</summary>
    public async Task PublishAsync(IReadOnlyList<WrittenVersion> versions, CancellationToken cancellationToken)
    {
        var behind = await replay.UntilReplayedAsync(versions.Max(version => version.Position), cancellationToken).ConfigureAwait(false);
        if (behind.Count > 0) LogBehind(string.Join(", ", behind), versions.Count);
        await channel.AnnounceAsync([.. versions.Select(version => (version.Cik, version.Version))]).ConfigureAwait(false);
    }

    [LoggerMessage(LogLevel.Warning, "{Replicas} had not replayed within 5 s what {Versions} versions were written with; readers pass them over")]
    private partial void LogBehind(string replicas, int versions);
}
