using System.Data.Common;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EdgarApi.Tests.Deployment;

/// <summary>Compares what the AppHost publishes with what the modules set.</summary>
internal static partial class ManifestDifferences
{
    /// <summary>Programs that only the cloud has.</summary>
    private static readonly string[] CloudOnly = ["migrate", "otel-collector"];

    private const string Connection = "a connection string, secret if it has a password";

    /// <summary>Every difference as a sentence; none if the modules set exactly what the manifest says.</summary>
    public static IReadOnlyList<string> Find(JsonObject resources, Evaluation evaluation)
    {
        var projects = resources.Where(resource => ((string)resource.Value!["type"]!).StartsWith("project.", StringComparison.Ordinal))
            .ToDictionary(resource => resource.Key, resource => resource.Value!);
        var apps = Infrastructure.Programs.Except(CloudOnly).ToList();
        return
        [
            .. projects.Keys.Except(apps).Select(name => $"infra has no module for the project {name}"),
            .. apps.Except(projects.Keys).Select(name => $"the AppHost has no project {name}"),
            .. projects.Where(project => apps.Contains(project.Key)).SelectMany(project =>
                Find(project.Key, project.Value, resources, evaluation)),
        ];
    }

    private static IEnumerable<string> Find(string name, JsonNode project, JsonObject resources, Evaluation evaluation)
    {
        var app = evaluation.Program(name)["properties"]!["configuration"]!;
        var port = (int)app["ingress"]!["targetPort"]!;
        var wanted = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (variable, value) in project["env"]!.AsObject())
            wanted[Fold(variable, resources)] = GetWanted(Fold(variable, resources), (string)value!, resources, port);
        var set = evaluation.Container(name)["env"]!.AsArray().ToDictionary(
            variable => Fold((string)variable!["name"]!, resources), variable => GetSet(variable!, app));

        foreach (var missing in wanted.Keys.Except(set.Keys)) yield return $"{name}: only the AppHost sets {missing}";
        foreach (var extra in set.Keys.Except(wanted.Keys)) yield return $"{name}: only infra sets {extra}";
        foreach (var variable in wanted.Keys.Intersect(set.Keys))
        {
            var same = wanted[variable] is "chosen by the deployment"
                ? set[variable] is not ("" or "secret") : wanted[variable] == set[variable];
            if (!same) yield return $"{name}: {variable} is {set[variable]} in infra, but {wanted[variable]} in the AppHost";
        }

        var isExternal = project["bindings"]!["http"]!["external"] is { } external && (bool)external;
        if (isExternal != (bool)app["ingress"]!["external"]!) yield return $"{name}: the AppHost and infra differ in who can reach it";
    }

    /// <summary>Aspire writes a dashed connection string twice, and a reference to a project once for each way to read it.</summary>
    private static string Fold(string variable, JsonObject resources)
    {
        if (variable.StartsWith("ConnectionStrings__", StringComparison.Ordinal))
            return variable.Replace("_", "-", StringComparison.Ordinal);
        var service = Service().Match(variable);
        if (service.Success) return $"address of {service.Groups[1].Value}";
        var address = Address().Match(variable);
        return address.Success && resources.ContainsKey(address.Groups[1].Value.ToLowerInvariant())
            ? $"address of {address.Groups[1].Value.ToLowerInvariant()}" : variable;
    }

    /// <summary>What a variable must be: a value, or a secret, or anything that the deployment chooses.</summary>
    private static string GetWanted(string variable, string value, JsonObject resources, int port)
    {
        if (variable.StartsWith("address of ", StringComparison.Ordinal)) return variable;
        if (value.EndsWith(".bindings.http.targetPort}", StringComparison.Ordinal)) return $"{port}";
        if (value.EndsWith(".connectionString}", StringComparison.Ordinal)) return Connection;
        if (!value.EndsWith(".value}", StringComparison.Ordinal)) return value;
        var input = resources[value[1..^".value}".Length]]!["inputs"]!["value"]!;
        return input["secret"] is { } secret && (bool)secret ? "secret" : "chosen by the deployment";
    }

    private static string GetSet(JsonNode variable, JsonNode app)
    {
        if (variable["secretRef"] is { } reference)
        {
            if (app["secrets"]!.AsArray().All(secret => (string)secret!["name"]! != (string)reference!))
                return $"a secret {reference}, which does not exist";
            return ((string)variable["name"]!).StartsWith("ConnectionStrings__", StringComparison.Ordinal) ? Connection : "secret";
        }

        var name = (string)variable["name"]!;
        if (name.StartsWith("ConnectionStrings__", StringComparison.Ordinal))
        {
            return new DbConnectionStringBuilder { ConnectionString = (string)variable["value"]! }.ContainsKey("Password")
                ? "a password that everybody can read" : Connection;
        }

        var service = Service().Match(name);
        return service.Success && Uri.TryCreate((string)variable["value"]!, UriKind.Absolute, out var address)
            && address.Host.StartsWith($"{service.Groups[1].Value}.", StringComparison.Ordinal)
            ? $"address of {service.Groups[1].Value}" : (string)variable["value"]!;
    }

    [GeneratedRegex("^services__(.+)__https?__0$")]
    private static partial Regex Service();

    [GeneratedRegex("^(.+)_HTTPS?$")]
    private static partial Regex Address();
}
