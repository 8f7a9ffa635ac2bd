using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace EdgarApi.Tests;

/// <summary>Meter factories for classes that are tested without a host.</summary>
internal static class MeterFactories
{
    /// <summary>Creates a factory of its own, so that a <c>MetricCollector</c> sees only its instruments.</summary>
    public static IMeterFactory Create() => new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
}
