using System.Text.RegularExpressions;
using EdgarApi.Api.Ops.Process;
using EdgarApi.Api.Ops.Prometheus;
using EdgarApi.Contracts.Prometheus;

namespace EdgarApi.Api.Ops.Dashboards;

/// <summary>Fills the panels of a dashboard: from Prometheus, or with current values of this process while that is not available.</summary>
internal sealed partial class DashboardReader(OpsPrometheus prometheus, ProcessMetrics process, TimeProvider time)
{
    /// <summary>Maximum number of series of a query. More cannot be told apart.</summary>
    private const int MaxSeries = 50;

    private const string RateInterval = "$__rate_interval";
    private const string Range = "$__range";

    /// <summary>Reads a dashboard.</summary>
    /// <param name="dashboard">The dashboard.</param>
    /// <param name="range">How far back to look.</param>
    /// <param name="cancellation">Ends the queries.</param>
    public async Task<DashboardResponse> ReadAsync(Dashboard dashboard, TimeSpan range, CancellationToken cancellation)
    {
        var grid = TimeGrid.Create(range, time.GetUtcNow());
        if (prometheus.Client is null)
            return await ReadProcessAsync(dashboard, grid, $"{OpsPrometheus.Missing} These are the current values of this process.");
        try
        {
            var panels = await Task.WhenAll(
                dashboard.Panels.Select(panel => ReadAsync(prometheus.Client, panel, grid, range, cancellation)));
            return Create(dashboard, OpsSource.Prometheus, note: null, grid, panels);
        }
        catch (PrometheusException error)
        {
            return await ReadProcessAsync(dashboard, grid, $"{error.Message} These are the current values of this process.");
        }
    }

    private async Task<DashboardResponse> ReadProcessAsync(Dashboard dashboard, TimeGrid grid, string note)
    {
        var samples = await process.ReadAsync();
        return Create(dashboard, OpsSource.Process, note, grid, [.. dashboard.Panels.Select(panel => ProcessPanel.Create(panel, samples))]);
    }

    private static DashboardResponse Create(
        Dashboard dashboard, OpsSource source, string? note, TimeGrid grid, IReadOnlyList<PanelResponse> panels) =>
        new(dashboard.Uid, dashboard.Title, dashboard.Description, source, note, grid.Start, grid.Step, grid.Count, panels);

    private static async Task<PanelResponse> ReadAsync(
        PrometheusClient client, DashboardPanel panel, TimeGrid grid, TimeSpan range, CancellationToken cancellation)
    {
        var series = await Task.WhenAll(panel.Targets.Select(target => ReadAsync(client, panel, target, grid, range, cancellation)));
        return new PanelResponse(panel.Type, panel.Title, panel.Description, panel.Runbooks, [.. series.SelectMany(found => found)]);
    }

    private static async Task<IEnumerable<PanelSeries>> ReadAsync(
        PrometheusClient client, DashboardPanel panel, PanelTarget target, TimeGrid grid, TimeSpan range, CancellationToken cancellation)
    {
        var expression = target.Expression.Replace(RateInterval, $"{grid.RateInterval}s", StringComparison.Ordinal)
            .Replace(Range, $"{(long)range.TotalSeconds}s", StringComparison.Ordinal);
        var found = target.IsInstant
            ? await client.QueryAsync(expression, cancellation)
            : await client.QueryAsync(expression, grid, cancellation);
        return found.Where(series => series.Values.Any(value => value is not null))
            .Select(series => PanelSeries.Create(
                GetName(target.Legend, series.Labels), target, series.Values, panel.Type == "table" ? series.Labels : null))
            .OrderByDescending(series => series.Latest).Take(MaxSeries);
    }

    private static string GetName(string legend, IReadOnlyDictionary<string, string> labels) => legend.Length > 0
        ? Label().Replace(legend, label => labels.GetValueOrDefault(label.Groups[1].Value, ""))
        : string.Join(' ', labels.Values);

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Label();
}
