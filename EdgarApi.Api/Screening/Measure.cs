using EdgarApi.Api.Requests;
using EdgarApi.Financials.Metrics;
using EdgarApi.Financials.Ratios;

namespace EdgarApi.Api.Screening;

/// <summary>What conditions compare: a metric or a ratio. Growth rates are ratios.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Unit">The kind of its unit.</param>
/// <param name="IsInstant">Whether it is a balance.</param>
internal sealed record Measure(string Id, UnitKind Unit, bool IsInstant)
{
    /// <summary>All metrics, then all ratios.</summary>
    public static readonly NamedValues<Measure> All = new(
    [
        .. MetricCatalog.All.Select(metric => (metric.Id, new Measure(metric.Id, metric.Unit, metric.IsInstant))),
        .. RatioCatalog.All.Select(ratio => (ratio.Id, new Measure(ratio.Id, UnitKind.Ratio, IsInstant: false))),
    ]);

    /// <summary>Whether values of companies with different currencies cannot be compared.</summary>
    public bool IsMoney => Unit is UnitKind.Currency or UnitKind.PerShare;

    public static Parsed<Measure> Find(string id) => All.TryFind(id, out var measure)
        ? measure
        : Parsed<Measure>.Invalid(UnknownName.Describe(id, "metric or ratio", All.Names));
}
