using System.Text.Json;

namespace EdgarApi.AppHost.Monitoring;

/// <summary>
/// The addresses of one job's processes, for Prometheus' file-based discovery. A process that ends keeps its address until it starts again
/// with another: a target that does not respond raises an alert, one that is missing from the list does not.
/// </summary>
internal sealed class ScrapeTargets
{
    private readonly SortedDictionary<string, string> _addresses = new(StringComparer.Ordinal);

    /// <summary>Notes the address on which a process listens.</summary>
    /// <param name="resourceId">Identifies the process, over restarts.</param>
    /// <param name="address">Its base URL, or host and port.</param>
    public void Set(string resourceId, string address) =>
        _addresses[resourceId] = Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Host.Length > 0 ? url.Authority : address;

    /// <summary>Gets the file's content.</summary>
    public string ToJson() => _addresses.Count == 0 ? "[]\n"
        : $"[{{ \"targets\": {JsonSerializer.Serialize(_addresses.Values)} }}]\n";
}
