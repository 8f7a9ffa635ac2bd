namespace EdgarApi.Api.Ops.Dashboards;

/// <summary>The dashboards that exist.</summary>
internal sealed record DashboardsResponse(IReadOnlyList<DashboardSummary> Dashboards);

/// <summary>A dashboard by name.</summary>
/// <param name="Uid">Identifies the dashboard.</param>
/// <param name="Title">The title.</param>
/// <param name="Hours">Its time range in hours.</param>
/// <param name="RefreshSeconds">How often it is refreshed.</param>
internal sealed record DashboardSummary(string Uid, string Title, double Hours, double RefreshSeconds);

/// <summary>The content of a dashboard.</summary>
/// <param name="Uid">Identifies the dashboard.</param>
/// <param name="Title">The title.</param>
/// <param name="Description">What the dashboard is about.</param>
/// <param name="Source">Where the values come from.</param>
/// <param name="Note">Why there are only current values; null if there is more.</param>
/// <param name="Start">First point of the charts, in Unix seconds.</param>
/// <param name="Step">Seconds between points.</param>
/// <param name="Count">Number of points.</param>
/// <param name="Panels">The panels.</param>
internal sealed record DashboardResponse(
    string Uid, string Title, string Description, OpsSource Source, string? Note, long Start, int Step, int Count,
    IReadOnlyList<PanelResponse> Panels);

/// <summary>The content of a panel.</summary>
/// <param name="Type">How to draw it: <c>timeseries</c>, <c>xychart</c>, <c>bargauge</c> or <c>table</c>.</param>
/// <param name="Title">The title.</param>
/// <param name="Description">What the panel shows.</param>
/// <param name="Runbooks">The runbooks of its alerts.</param>
/// <param name="Series">The series, those of one query together.</param>
internal sealed record PanelResponse(
    string Type, string Title, string Description, IReadOnlyList<RunbookLink> Runbooks, IReadOnlyList<PanelSeries> Series);

/// <summary>A series of a panel.</summary>
/// <param name="Name">The name.</param>
/// <param name="Labels">The labels, of tables only.</param>
/// <param name="Unit">Grafana's name of the unit.</param>
/// <param name="Values">One value for each point, or a single current value. Null if missing.</param>
/// <param name="Latest">The current value; null if missing.</param>
/// <param name="State">How good the current value is.</param>
/// <param name="Limits">The values from which the state is another.</param>
internal sealed record PanelSeries(
    string Name, IReadOnlyDictionary<string, string>? Labels, string Unit, IReadOnlyList<double?> Values, double? Latest, OpsState State,
    IReadOnlyList<double> Limits)
{
    /// <summary>A value counts as current for a few points, because processes are scraped at different times.</summary>
    private const int CurrentPoints = 3;

    /// <summary>Creates a series and rates its current value.</summary>
    public static PanelSeries Create(
        string name, PanelTarget target, IReadOnlyList<double?> values, IReadOnlyDictionary<string, string>? labels = null)
    {
        var latest = values.TakeLast(CurrentPoints).LastOrDefault(value => value is not null);
        return new PanelSeries(
            name, labels, target.Unit, values, latest, Rate(latest, target.Thresholds),
            [.. target.Thresholds.Select(step => step.From).OfType<double>()]);
    }

    /// <summary>The state of the last step that the value reaches.</summary>
    private static OpsState Rate(double? value, IReadOnlyList<ThresholdStep> thresholds) => value is null
        ? OpsState.None
        : thresholds.Where(step => step.From is null || value >= step.From).Select(step => step.State).LastOrDefault();
}
