using System.Globalization;
using System.Text.Json;

namespace EdgarApi.Operations.Scaling;

/// <summary>Reads the scale rules of a container app from an evaluated template, the output of <c>bicep snapshot</c>.</summary>
public static class TemplateRules
{
    private const string ContainerApp = "Microsoft.App/containerApps";

    /// <summary>Reads the rules of a template file, or of the committed template of the API (<c>infra/api.bicep</c>).</summary>
    /// <exception cref="InvalidDataException">
    /// The file is not an evaluated template of one container app, or has an unknown rule.
    /// </exception>
    public static ScaleRules Read(string? file = null)
    {
        using var stream = file is null
            ? typeof(TemplateRules).Assembly.GetManifestResourceStream("api.snapshot.json")! : File.OpenRead(file);
        try
        {
            using var template = JsonDocument.Parse(stream);
            var app = template.RootElement.GetProperty("predictedResources").EnumerateArray()
                .Single(resource => resource.GetProperty("type").GetString() == ContainerApp);
            return Read(app.GetProperty("properties").GetProperty("template").GetProperty("scale"));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(
                $"{file ?? "api.snapshot.json"} is not an evaluated template of a container app: {error.Message}", error);
        }
    }

    private static ScaleRules Read(JsonElement scale)
    {
        var rules = new ScaleRules
        {
            MinReplicas = scale.GetProperty("minReplicas").GetInt32(), MaxReplicas = scale.GetProperty("maxReplicas").GetInt32(),
        };
        foreach (var rule in scale.GetProperty("rules").EnumerateArray())
        {
            if (rule.TryGetProperty("http", out var http))
            {
                rules = rules with { HttpTarget = GetNumber(http, "concurrentRequests") };
                continue;
            }

            var custom = rule.GetProperty("custom");
            rules = custom.GetProperty("type").GetString() switch
            {
                "cpu" => rules with { CpuTarget = GetNumber(custom, "value") },
                "memory" => rules with { MemoryTarget = GetNumber(custom, "value") },
                "cron" => rules with { Cron = [.. rules.Cron ?? [], ReadCron(custom)] },
                var type => throw new FormatException($"the simulation does not know rules of type {type}."),
            };
        }

        return rules;
    }

    private static CronRule ReadCron(JsonElement rule) => new(
        GetText(rule, "timezone"), GetText(rule, "start"), GetText(rule, "end"), (int)GetNumber(rule, "desiredReplicas"));

    /// <summary>Container Apps has numbers as text.</summary>
    private static double GetNumber(JsonElement rule, string name) => double.Parse(GetText(rule, name), CultureInfo.InvariantCulture);

    private static string GetText(JsonElement rule, string name) => rule.GetProperty("metadata").GetProperty(name).GetString()!;
}
