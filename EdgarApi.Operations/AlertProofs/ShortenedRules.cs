using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgarApi.Operations.AlertProofs;

/// <summary>
/// The files of Prometheus and Alertmanager with every duration divided by a factor, so that a proof takes minutes rather than hours. The
/// limits stay.
/// </summary>
public sealed partial class ShortenedRules
{
    /// <summary>How often Prometheus scrapes and evaluates, and the shortest duration.</summary>
    private const int ScrapeSeconds = 5;

    /// <summary>A rate needs several scrapes in its window.</summary>
    private const int MinWindowSeconds = 20;

    private static readonly string[] Files = ["alerts.yml", "recording.yml", "prometheus.yml", "alertmanager.yml"];

    private readonly Dictionary<string, string> _committed = [];

    private ShortenedRules()
    {
    }

    /// <summary>Rewrites the files of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="factor">By what durations are divided; 1 changes nothing.</param>
    public static ShortenedRules Apply(string folder, int factor)
    {
        var rules = new ShortenedRules();
        if (factor == 1) return rules;
        foreach (var file in Files.Select(name => Path.Combine(folder, name)))
        {
            var text = rules._committed[file] = File.ReadAllText(file);
            File.WriteAllText(file, Shorten(text, factor));
        }

        return rules;
    }

    /// <summary>Writes the committed files again.</summary>
    public void Restore()
    {
        foreach (var (file, text) in _committed) File.WriteAllText(file, text);
    }

    /// <summary>
    /// Divides the windows of rates, how long conditions must hold, Alertmanager's waits, and the hour of <c>IngestBehind</c>.
    /// </summary>
    internal static string Shorten(string text, int factor)
    {
        text = Window().Replace(text, match => Divide(match.Value, MinWindowSeconds));
        text = Wait().Replace(text, match => Divide(match.Value, ScrapeSeconds));
        text = Scrape().Replace(text, string.Create(CultureInfo.InvariantCulture, $"{ScrapeSeconds}s"));
        return text.Replace(
            "> 3600", string.Create(CultureInfo.InvariantCulture, $"> {3600 / factor}"), StringComparison.Ordinal);

        string Divide(string duration, int atLeast)
        {
            var unit = duration[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, _ => 86400 };
            var seconds = int.Parse(duration[..^1], CultureInfo.InvariantCulture) * unit / factor;
            return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(seconds, atLeast)}s");
        }
    }

    [GeneratedRegex(@"(?<=\[)\d+[smhd](?=\])")]
    private static partial Regex Window();

    [GeneratedRegex(@"(?<=\b(?:for|group_wait|group_interval): )\d+[smhd]\b")]
    private static partial Regex Wait();

    [GeneratedRegex("(?<=(?:scrape_interval|scrape_timeout|evaluation_interval): )[0-9]+s")]
    private static partial Regex Scrape();
}
