using System.Text.RegularExpressions;
using EdgarApi.AppHost.RunFiles;

namespace EdgarApi.AppHost.Monitoring;

/// <summary>
/// The files that Prometheus and Alertmanager run with: those of the repository's <c>monitoring</c> folder, copied into the state folder,
/// and below them the addresses of what runs, <c>targets/&lt;job&gt;.json</c>.
/// </summary>
internal sealed partial class MonitoringFiles
{
    private const string AlertmanagerFile = "alertmanager.yml";

    private MonitoringFiles(string folder, int rules) => (Folder, Rules) = (folder, rules);

    /// <summary>The folder in the state folder.</summary>
    public string Folder { get; }

    /// <summary>The number of rules that Prometheus must load.</summary>
    public int Rules { get; }

    public string PrometheusConfiguration => Path.Combine(Folder, "prometheus.yml");

    public string AlertmanagerConfiguration => Path.Combine(Folder, AlertmanagerFile);

    /// <summary>Copies the files. Addresses of an earlier run are removed: other processes may have their ports.</summary>
    /// <param name="source">The repository's folder.</param>
    /// <param name="stateDirectory">The state folder.</param>
    /// <param name="webhook">Where Alertmanager sends alerts; null for nowhere.</param>
    public static MonitoringFiles Create(string source, string stateDirectory, Uri? webhook)
    {
        var folder = Path.Combine(stateDirectory, "monitoring");
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(Path.Combine(folder, "targets"));
        var rules = 0;
        foreach (var file in Directory.EnumerateFiles(source, "*.yml"))
        {
            var content = File.ReadAllText(file);
            rules += RuleStart().Count(content);
            var name = Path.GetFileName(file);
            File.WriteAllText(Path.Combine(folder, name), name == AlertmanagerFile ? SetWebhook(content, webhook) : content);
        }

        return new MonitoringFiles(folder, rules);
    }

    /// <summary>The file with the addresses of a job. It holds no secret, and a container reads it as another user.</summary>
    public RunFile GetTargets(string job) => new(Path.Combine(Folder, "targets"), $"{job}.json", isSecret: false);

    /// <summary>Replaces the addresses of the receivers; without a webhook, they receive nothing.</summary>
    internal static string SetWebhook(string configuration, Uri? webhook) => webhook is null
        ? WebhookReceiver().Replace(configuration, "")
        : WebhookAddress().Replace(configuration, match => $"url: {webhook.ToString().TrimEnd('/')}{match.Groups[1].Value}");

    [GeneratedRegex(@"^\s*- (?:alert|record):", RegexOptions.Multiline)]
    private static partial Regex RuleStart();

    [GeneratedRegex(@"^ *webhook_configs:\n(?: {6,}.*\n)+", RegexOptions.Multiline)]
    private static partial Regex WebhookReceiver();

    [GeneratedRegex(@"url: https?://[^/\s]+(/\S*)")]
    private static partial Regex WebhookAddress();
}
