using System.Globalization;
using System.Text.Json;

namespace EdgarApi.Contracts.Prometheus;

/// <summary>Prometheus did not answer, or rejected the query.</summary>
public sealed class PrometheusException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A series of a result.</summary>
/// <param name="Labels">The labels.</param>
/// <param name="Values">One value for each point of the grid, or a single current value. Null if missing or not finite.</param>
public sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<double?> Values);

/// <summary>An alert as Prometheus reports it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Severity"><c>critical</c> or <c>warning</c>.</param>
/// <param name="IsFiring">Whether its condition has lasted as long as the alert requires.</param>
/// <param name="Summary">What is wrong.</param>
/// <param name="Runbook">The path of the runbook in the repository.</param>
/// <param name="Since">When the condition began to hold.</param>
public sealed record PrometheusAlert(
    string Name, string Severity, bool IsFiring, string Summary, string Runbook, DateTimeOffset Since);

/// <summary>
/// Asks Prometheus' HTTP API. It has no retries: a page asks again soon, and an operator should not wait for a server that is down.
/// </summary>
public sealed class PrometheusClient(Uri address) : IDisposable
{
    /// <summary>Maximum time for a query. A week of data takes longer than a moment.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int MaxAnswerBytes = 16 * 1024 * 1024;

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2), AllowAutoRedirect = false })
    {
        BaseAddress = address, Timeout = Timeout, MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    /// <summary>Evaluates an expression for the current moment.</summary>
    /// <exception cref="PrometheusException"/>
    public async Task<IReadOnlyList<PrometheusSeries>> QueryAsync(string expression, CancellationToken cancellation)
    {
        using var answer = await GetAsync($"api/v1/query?query={Uri.EscapeDataString(expression)}", cancellation).ConfigureAwait(false);
        return [.. GetResult(answer).Select(series => new PrometheusSeries(ReadLabels(series), [ReadValue(series.GetProperty("value"))]))];
    }

    /// <summary>Evaluates an expression for each point of a grid.</summary>
    /// <exception cref="PrometheusException"/>
    public async Task<IReadOnlyList<PrometheusSeries>> QueryAsync(string expression, TimeGrid grid, CancellationToken cancellation)
    {
        var path = string.Create(CultureInfo.InvariantCulture,
            $"api/v1/query_range?query={Uri.EscapeDataString(expression)}&start={grid.Start}&end={grid.End}&step={grid.Step}");
        using var answer = await GetAsync(path, cancellation).ConfigureAwait(false);
        return [.. GetResult(answer).Select(series => new PrometheusSeries(ReadLabels(series), ReadValues(series, grid)))];
    }

    /// <summary>Gets the alerts whose condition holds.</summary>
    /// <exception cref="PrometheusException"/>
    public async Task<IReadOnlyList<PrometheusAlert>> GetAlertsAsync(CancellationToken cancellation)
    {
        using var answer = await GetAsync("api/v1/alerts", cancellation).ConfigureAwait(false);
        return [.. answer.RootElement.GetProperty("data").GetProperty("alerts").EnumerateArray().Select(ReadAlert)];
    }

    /// <summary>Gets the rules whose last evaluation failed, each with its error.</summary>
    /// <exception cref="PrometheusException"/>
    public async Task<IReadOnlyList<(string Name, string Error)>> GetFailingRulesAsync(CancellationToken cancellation)
    {
        using var answer = await GetAsync("api/v1/rules", cancellation).ConfigureAwait(false);
        return [.. answer.RootElement.GetProperty("data").GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray())
            .Where(rule => GetText(rule, "health") == "err").Select(rule => (GetText(rule, "name"), GetText(rule, "lastError")))];
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<JsonDocument> GetAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellation).ConfigureAwait(false);
            var content = await response.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false);
            if (response.Content.Headers.ContentType?.MediaType != "application/json")
                throw new PrometheusException($"Prometheus responds with the status {(int)response.StatusCode}.");
            var answer = JsonDocument.Parse(content);
            if (response.IsSuccessStatusCode) return answer;
            using (answer) throw new PrometheusException($"Prometheus rejects a query: {answer.RootElement.GetProperty("error")}");
        }
        catch (HttpRequestException error)
        {
            throw new PrometheusException("Prometheus does not respond.", error);
        }
        catch (TaskCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new PrometheusException($"Prometheus does not respond within {Timeout.TotalSeconds} s.", error);
        }
        catch (JsonException error)
        {
            throw new PrometheusException("Prometheus responds with something else than JSON.", error);
        }
    }

    private static JsonElement.ArrayEnumerator GetResult(JsonDocument answer) =>
        answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray();

    private static Dictionary<string, string> ReadLabels(JsonElement series) =>
        series.GetProperty("metric").EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!);

    private static double?[] ReadValues(JsonElement series, TimeGrid grid)
    {
        var values = new double?[grid.Count];
        foreach (var sample in series.GetProperty("values").EnumerateArray())
            if (grid.FindIndex(sample[0].GetDouble()) is { } index) values[index] = ReadValue(sample);
        return values;
    }

    /// <summary>Reads the value of a pair of time and value. JSON has no NaN and no infinity, and a chart no place for them.</summary>
    private static double? ReadValue(JsonElement sample) =>
        double.TryParse(sample[1].GetString(), CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static PrometheusAlert ReadAlert(JsonElement alert)
    {
        var (labels, annotations) = (alert.GetProperty("labels"), alert.GetProperty("annotations"));
        return new PrometheusAlert(
            GetText(labels, "alertname"), GetText(labels, "severity"), GetText(alert, "state") == "firing",
            GetText(annotations, "summary"), GetText(annotations, "runbook_url"), alert.GetProperty("activeAt").GetDateTimeOffset());
    }

    private static string GetText(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
