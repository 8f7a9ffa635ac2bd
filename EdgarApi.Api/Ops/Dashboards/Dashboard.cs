namespace EdgarApi.Api.Ops.Dashboards;

/// <summary>A dashboard of <c>monitoring/grafana/dashboards</c>, as far as <c>/ops</c> shows it.</summary>
/// <param name="Uid">Identifies the dashboard.</param>
/// <param name="Title">The title.</param>
/// <param name="Description">What the dashboard is about.</param>
/// <param name="Range">How far back it looks.</param>
/// <param name="Refresh">How often it is refreshed.</param>
/// <param name="Panels">The panels, in the order of the file.</param>
internal sealed record Dashboard(
    string Uid, string Title, string Description, TimeSpan Range, TimeSpan Refresh, IReadOnlyList<DashboardPanel> Panels);

/// <summary>A panel.</summary>
/// <param name="Type">How Grafana draws it: <c>timeseries</c>, <c>xychart</c>, <c>bargauge</c> or <c>table</c>.</param>
/// <param name="Title">The title.</param>
/// <param name="Description">What the panel shows.</param>
/// <param name="Targets">The queries.</param>
/// <param name="Runbooks">The runbooks of the alerts that belong to the panel.</param>
internal sealed record DashboardPanel(
    string Type, string Title, string Description, IReadOnlyList<PanelTarget> Targets, IReadOnlyList<RunbookLink> Runbooks);

/// <summary>A query of a panel.</summary>
/// <param name="Expression">PromQL with Grafana's variables <c>$__rate_interval</c> and <c>$__range</c>.</param>
/// <param name="Legend">Name of a series, with labels in double braces; empty for the labels alone.</param>
/// <param name="IsInstant">Whether only the current result is shown, not its course.</param>
/// <param name="Unit">Grafana's name of the unit.</param>
/// <param name="Thresholds">The states of values, in ascending order; empty if no value is better than another.</param>
internal sealed record PanelTarget(
    string Expression, string Legend, bool IsInstant, string Unit, IReadOnlyList<ThresholdStep> Thresholds);

/// <summary>The state of values from a limit on.</summary>
/// <param name="From">The lowest value; null for the first step, which has no lowest value.</param>
/// <param name="State">The state.</param>
internal sealed record ThresholdStep(double? From, OpsState State);

/// <summary>A link to a section of the runbooks.</summary>
/// <param name="Title">The text of the link.</param>
/// <param name="Address">The address on this server.</param>
internal sealed record RunbookLink(string Title, string Address);
