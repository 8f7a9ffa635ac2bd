using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using EdgarApi.Tests.Architecture;
using EdgarApi.Tests.Deployment;

[assembly: AssemblyFixture(typeof(Infrastructure))]

namespace EdgarApi.Tests.Deployment;

/// <summary>
/// The folder <c>infra</c>, and what its templates evaluate to in both sizes. The templates are evaluated offline on first use, in a copy.
/// </summary>
public sealed class Infrastructure
{
    public const string Main = "main";

    /// <summary>The sizes of deployments.</summary>
    public static readonly TheoryData<string> Sizes = ["small", "production"];

    /// <summary>The programs, each with a module of its own.</summary>
    public static readonly string[] Programs = ["api", "warmer", "migrate", "otel-collector"];

    /// <summary>What operators set, with values of an example.</summary>
    public static readonly IReadOnlyDictionary<string, string> OperatorVariables = new Dictionary<string, string>
    {
        ["CACHE_SIGNING_KEY"] = "example-key-that-signs-what-is-in-redis",
        ["ALERT_EMAIL"] = "operators@example.com",
        ["SEC_CONTACT"] = "Jane Doe jane@example.com",
        ["SIZE"] = "production",
        ["READ_REPLICAS"] = "2",
        ["ADMIN_API_KEY"] = "edg_live_exampleAdmin_00000000000000000000000000000000_000000",
        ["WARMING_API_KEY"] = "edg_live_exampleWarmr_00000000000000000000000000000000_000000",
    };

    /// <summary>What azd sets on its own.</summary>
    public static readonly IReadOnlyDictionary<string, string> AzdVariables = new Dictionary<string, string>
    {
        ["AZURE_ENV_NAME"] = "example",
        ["AZURE_LOCATION"] = "eastus2",
        ["AZURE_PRINCIPAL_ID"] = "00000000-0000-0000-0000-000000000009",
        ["SERVICE_API_IMAGE_NAME"] = "crexample.azurecr.io/edgarapi/api:1",
        ["SERVICE_WARMER_IMAGE_NAME"] = "crexample.azurecr.io/edgarapi/warmer:1",
        ["SERVICE_MIGRATE_IMAGE_NAME"] = "crexample.azurecr.io/edgarapi/migrate:1",
        ["SERVICE_OTEL_COLLECTOR_IMAGE_NAME"] = "otel/opentelemetry-collector-contrib:0.132.0",
    };

    /// <summary>What the modules of programs read, of what main.bicep outputs.</summary>
    public static readonly IReadOnlyDictionary<string, string> OutputVariables = new Dictionary<string, string>
    {
        ["AZURE_CONTAINER_REGISTRY_ENDPOINT"] = "crexample.azurecr.io",
        ["CONTAINER_ENVIRONMENT_NAME"] = "cae-example",
        ["VAULT_URI"] = "https://kv-example.vault.azure.net/",
        ["DATABASE_SERVERS"] = JsonSerializer.Serialize(
            new[] { "edgardb", "edgardb-api", "edgardb-analytics" }.Select(name => new { name, host = $"{name}.example.com" })),
        ["API_HOST"] = "api.example.eastus2.azurecontainerapps.io",
        ["API_IDENTITY_ID"] = Identity("api"),
        ["WARMER_IDENTITY_ID"] = Identity("warmer"),
        ["MIGRATE_IDENTITY_ID"] = Identity("migrate"),
        ["API_CLIENT_ID"] = "00000000-0000-0000-0000-000000000003",
        ["WARMER_CLIENT_ID"] = "00000000-0000-0000-0000-000000000004",
        ["MIGRATE_CLIENT_ID"] = "00000000-0000-0000-0000-000000000005",
        ["COLLECTOR_IDENTITY_ID"] = Identity("collector"),
        ["COLLECTOR_CLIENT_ID"] = "00000000-0000-0000-0000-000000000002",
        ["PURGE_URL"] = "https://management.azure.com/subscriptions/example/purge?api-version=2024-02-01",
        ["METRICS_ADDRESS"] = "https://dce-example.ingest.monitor.azure.com/write",
    };

    /// <summary>Everything that a <c>.bicepparam</c> may read.</summary>
    public static readonly IReadOnlyDictionary<string, string> Variables =
        new Dictionary<string, string>(OperatorVariables.Concat(AzdVariables).Concat(OutputVariables));

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lazy<Task<Evaluation>> _production = new(() => EvaluateAsync("production"));
    private readonly Lazy<Task<Evaluation>> _small = new(() => EvaluateAsync("small"));

    /// <summary>What the templates evaluate to in a size.</summary>
    internal Task<Evaluation> GetAsync(string size) => size == "small" ? _small.Value : _production.Value;

    /// <summary>Copies the templates and what they read to a folder that a test may change. Returns the copy of infra.</summary>
    public static string Copy()
    {
        var root = TestFolder.Create("infra").FullName;
        foreach (var folder in (string[])["infra", "monitoring"])
        {
            var source = RepositoryFiles.GetPath(folder);
            foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
            {
                var target = Path.Combine(root, folder, Path.GetRelativePath(source, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        return Path.Combine(root, "infra");
    }

    /// <summary>Evaluates a template: <c>overwrite</c> writes its <c>.snapshot.json</c>, <c>validate</c> compares with it.</summary>
    internal static Task<BicepRun> SnapshotAsync(
        string folder, string template, string mode, IReadOnlyDictionary<string, string>? variables = null)
    {
        string[] scope = template == Main ? [] : ["--resource-group", "rg-example"];
        return BicepCompiler.RunAsync(folder, variables ?? Variables, [
            "snapshot", $"{template}.bicepparam", "--mode", mode, "--tenant-id", "00000000-0000-0000-0000-000000000009",
            "--subscription-id", "00000000-0000-0000-0000-000000000001", "--location", "eastus2", "--deployment-name", template, .. scope,
        ]);
    }

    private static async Task<Evaluation> EvaluateAsync(string size)
    {
        var folder = Copy();
        var variables = new Dictionary<string, string>(Variables) { ["SIZE"] = size };
        if (size == "small") variables["PURGE_URL"] = ""; // as main.bicep outputs it
        var snapshots = await Task.WhenAll(((string[])[Main, .. Programs]).Select(async template =>
        {
            var run = await SnapshotAsync(folder, template, "overwrite", variables);
            Assert.True(run.ExitCode == 0, $"{template}: {run.Errors}{run.Output}");
            var file = Path.Combine(folder, $"{template}.snapshot.json");
            return KeyValuePair.Create(template, Sort(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)));
        }));
        return new Evaluation(snapshots.ToDictionary());
    }

    /// <summary>The compiler writes outputs in an order that changes with each run.</summary>
    private static string Sort(string snapshot)
    {
        var root = JsonNode.Parse(snapshot)!;
        root["outputs"] = new JsonObject(root["outputs"]!.AsObject()
            .OrderBy(output => output.Key, StringComparer.Ordinal)
            .Select(output => KeyValuePair.Create(output.Key, output.Value?.DeepClone())));
        return root.ToJsonString(Indented) + "\n";
    }

    private static string Identity(string name) =>
        "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-example/providers/"
        + $"Microsoft.ManagedIdentity/userAssignedIdentities/id-{name}";
}

/// <summary>What the templates evaluate to.</summary>
/// <param name="Snapshots">The snapshot of each template.</param>
internal sealed record Evaluation(IReadOnlyDictionary<string, string> Snapshots)
{
    public IReadOnlyDictionary<string, JsonNode> Templates { get; } =
        Snapshots.ToDictionary(snapshot => snapshot.Key, snapshot => JsonNode.Parse(snapshot.Value)!);

    /// <summary>All resources of all templates.</summary>
    public IEnumerable<JsonNode> Resources => Templates.Values.SelectMany(GetResources);

    /// <summary>The resources of a type, such as <c>Microsoft.App/containerApps</c>.</summary>
    public IEnumerable<JsonNode> OfType(string type) => Resources.Where(resource => (string)resource["type"]! == type);

    /// <summary>The settings of the database servers.</summary>
    public Dictionary<string, string> DatabaseSettings =>
        OfType("Microsoft.DBforPostgreSQL/flexibleServers/configurations").ToDictionary(
            setting => ((string)setting["name"]!).Split('/')[1], setting => (string)setting["properties"]!["value"]!);

    /// <summary>The app or job of a program.</summary>
    public JsonNode Program(string name) => GetResources(Templates[name]).Single();

    /// <summary>The only container of a program.</summary>
    public JsonNode Container(string name) => Program(name)["properties"]!["template"]!["containers"]!.AsArray().Single()!;

    /// <summary>The variables of a program's container; null for those from secrets.</summary>
    public Dictionary<string, string?> GetVariables(string program) => Container(program)["env"]!.AsArray()
        .ToDictionary(variable => (string)variable!["name"]!, variable => (string?)variable!["value"]);

    private static IEnumerable<JsonNode> GetResources(JsonNode template) =>
        template["predictedResources"]!.AsArray().Select(resource => resource!);
}
