using System.Text.Json.Nodes;
using EdgarApi.Tests.Architecture;

namespace EdgarApi.Tests.Monitoring;

/// <summary>The dashboards in <c>monitoring/grafana/dashboards</c>, read as Grafana reads them.</summary>
internal static class GrafanaDashboards
{
    public const string Folder = $"{PrometheusRules.Folder}/grafana/dashboards";

    /// <summary>The dashboards by the names of their files.</summary>
    public static IReadOnlyDictionary<string, JsonNode> All { get; } = Directory
        .EnumerateFiles(RepositoryFiles.GetPath(Folder), "*.json").Order(StringComparer.Ordinal)
        .ToDictionary(file => Path.GetFileNameWithoutExtension(file), file => JsonNode.Parse(File.ReadAllText(file))!);

    public static IReadOnlyList<PanelQuery> Queries { get; } =
    [
        .. from dashboard in All
           from panel in GetPanels(dashboard.Value)
           from target in GetItems(panel, "targets")
           select new PanelQuery(dashboard.Key, (string)panel["title"]!, target, panel),
    ];

    public static IEnumerable<JsonNode> GetPanels(JsonNode dashboard) => GetItems(dashboard, "panels");

    public static IEnumerable<JsonNode> GetItems(JsonNode parent, string name) =>
        (parent[name]?.AsArray() ?? []).Select(item => item!);
}

/// <summary>A query of a panel.</summary>
internal sealed record PanelQuery(string Dashboard, string Panel, JsonNode Target, JsonNode PanelNode)
{
    public string RefId => (string)Target["refId"]!;

    public string Expression => (string)Target["expr"]!;

    public string Legend => (string)Target["legendFormat"]!;

    /// <summary>The properties of the panel that apply to the series of this query: its defaults, replaced by its overrides.</summary>
    public IReadOnlyDictionary<string, JsonNode?> Properties
    {
        get
        {
            var properties = PanelNode["fieldConfig"]!["defaults"]!.AsObject().ToDictionary();
            foreach (var property in GrafanaDashboards.GetItems(PanelNode["fieldConfig"]!, "overrides")
                .Where(replacement => (string)replacement["matcher"]!["options"]! == RefId)
                .SelectMany(replacement => GrafanaDashboards.GetItems(replacement, "properties")))
                properties[(string)property["id"]!] = property["value"];
            return properties;
        }
    }

    public override string ToString() => $"{Dashboard}: {Panel} {RefId}";
}
