using System.Globalization;
using System.Text.Json;

namespace EdgarApi.Api.Ops.Dashboards;

/// <summary>Reads the dashboard files, which are embedded: <c>/ops</c> shows the same panels as Grafana.</summary>
internal static class DashboardFiles
{
    private const string Folder = "dashboards/";

    private static readonly Lazy<IReadOnlyList<Dashboard>> Embedded = new(ReadAll);

    /// <summary>The dashboards, those that change fastest first.</summary>
    public static IReadOnlyList<Dashboard> All => Embedded.Value;

    public static Dashboard? Find(string uid) => All.FirstOrDefault(dashboard => dashboard.Uid == uid);

    private static IReadOnlyList<Dashboard> ReadAll()
    {
        var assembly = typeof(DashboardFiles).Assembly;
        return [.. assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var file = JsonDocument.Parse(stream);
            return Read(file.RootElement);
        }).OrderBy(dashboard => dashboard.Refresh)];
    }

    private static Dashboard Read(JsonElement file) => new(
        GetText(file, "uid"), GetText(file, "title"), GetText(file, "description"),
        ReadDuration(GetText(file.GetProperty("time"), "from")["now-".Length..]), ReadDuration(GetText(file, "refresh")),
        [.. file.GetProperty("panels").EnumerateArray().Select(ReadPanel)]);

    private static DashboardPanel ReadPanel(JsonElement panel)
    {
        var fields = panel.GetProperty("fieldConfig");
        return new DashboardPanel(
            GetText(panel, "type"), GetText(panel, "title"), GetText(panel, "description"),
            [.. panel.GetProperty("targets").EnumerateArray().Select(target => ReadTarget(target, fields))],
            panel.TryGetProperty("links", out var links) ? [.. links.EnumerateArray().Select(ReadLink)] : []);
    }

    private static PanelTarget ReadTarget(JsonElement target, JsonElement fields)
    {
        var refId = GetText(target, "refId");
        var unit = FindProperty(fields, refId, "unit")!.Value.GetString()!;
        var thresholds = FindProperty(fields, refId, "thresholds");
        var isInstant = target.TryGetProperty("instant", out var instant) && instant.GetBoolean();
        return new PanelTarget(
            GetText(target, "expr"), GetText(target, "legendFormat"), isInstant, unit,
            thresholds is { } found ? ReadThresholds(found) : []);
    }

    /// <summary>Finds a property of a query's series: that of its override, otherwise the panel's default.</summary>
    private static JsonElement? FindProperty(JsonElement fields, string refId, string name)
    {
        var properties = fields.GetProperty("overrides").EnumerateArray()
            .Where(replacement => GetText(replacement.GetProperty("matcher"), "options") == refId)
            .SelectMany(replacement => replacement.GetProperty("properties").EnumerateArray());
        foreach (var property in properties)
            if (GetText(property, "id") == name) return property.GetProperty("value");
        return fields.GetProperty("defaults").TryGetProperty(name, out var value) ? value : null;
    }

    /// <summary>A single step says nothing: Grafana needs it to replace the steps of the panel.</summary>
    private static List<ThresholdStep> ReadThresholds(JsonElement thresholds)
    {
        var steps = thresholds.GetProperty("steps").EnumerateArray().Select(step => new ThresholdStep(
            step.GetProperty("value") is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : null,
            GetText(step, "color") switch { "green" => OpsState.Green, "orange" => OpsState.Amber, _ => OpsState.Red })).ToList();
        return steps.Count > 1 ? steps : [];
    }

    private static RunbookLink ReadLink(JsonElement link) => new(
        GetText(link, "title"), GetText(link, "url").Replace("${runbooks}", RunbookPage.Address, StringComparison.Ordinal));

    private static string GetText(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>Reads a duration such as <c>30s</c>, <c>1m</c>, <c>24h</c> or <c>7d</c>.</summary>
    private static TimeSpan ReadDuration(string text)
    {
        var number = int.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture);
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => throw new FormatException($"'{text}' is not a duration like 30s, 1m, 24h or 7d."),
        };
    }
}
