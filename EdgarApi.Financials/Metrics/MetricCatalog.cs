using System.Diagnostics.CodeAnalysis;

namespace EdgarApi.Financials.Metrics;

/// <summary>The standardized metrics: data, read once from the embedded <c>metrics.json</c>.</summary>
public static class MetricCatalog
{
    /// <summary>Every metric in the order of presentation.</summary>
    public static IReadOnlyList<Metric> All => throw new NotImplementedException();

    /// <summary>Finds a metric by its id in any case.</summary>
    public static bool TryFind(string id, [NotNullWhen(true)] out Metric? metric) => throw new NotImplementedException();
}
