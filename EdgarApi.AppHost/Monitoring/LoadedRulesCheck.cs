using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EdgarApi.AppHost.Monitoring;

/// <summary>
/// Compares the rules that Prometheus runs with those of the repository, and asks for their errors. Prometheus ignores a missing rule file
/// silently.
/// </summary>
/// <param name="clients">Creates the client.</param>
/// <param name="expected">The number of rules.</param>
/// <param name="prometheus">Gets Prometheus' address; null until it has one.</param>
internal sealed class LoadedRulesCheck(IHttpClientFactory clients, int expected, Func<Uri?> prometheus) : IHealthCheck
{
    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (prometheus() is not { } address) return HealthCheckResult.Unhealthy("Prometheus has no address yet.");
        using var client = clients.CreateClient();
        try
        {
            var answer = await client.GetFromJsonAsync<RulesAnswer>(new Uri(address, "/api/v1/rules"), cancellationToken)
                .ConfigureAwait(false);
            return Judge([.. (answer?.Data?.Groups ?? []).SelectMany(group => group.Rules)], expected);
        }
        catch (HttpRequestException error)
        {
            return HealthCheckResult.Unhealthy($"Prometheus does not respond: {error.Message}");
        }
    }

    internal static HealthCheckResult Judge(IReadOnlyList<LoadedRule> rules, int expected)
    {
        if (rules.Count != expected)
            return HealthCheckResult.Unhealthy($"Prometheus has loaded {rules.Count} rules of {expected}. A rule file is missing.");
        return rules.FirstOrDefault(rule => rule.Health == "err") is { } failing
            ? HealthCheckResult.Degraded($"The rule {failing.Name} fails: {failing.LastError}")
            : HealthCheckResult.Healthy($"{expected} rules");
    }

    internal sealed record RulesAnswer([property: JsonPropertyName("data")] RulesData? Data);

    internal sealed record RulesData([property: JsonPropertyName("groups")] IReadOnlyList<LoadedGroup> Groups);

    internal sealed record LoadedGroup([property: JsonPropertyName("rules")] IReadOnlyList<LoadedRule> Rules);
}

/// <summary>A rule as Prometheus reports it.</summary>
/// <param name="Name">The alert, or the recorded metric.</param>
/// <param name="Health">"ok", "err" or "unknown", which is before its first evaluation.</param>
/// <param name="LastError">Why its last evaluation failed.</param>
internal sealed record LoadedRule(
    [property: JsonPropertyName("name")] string Name, [property: JsonPropertyName("health")] string Health,
    [property: JsonPropertyName("lastError")] string? LastError);
