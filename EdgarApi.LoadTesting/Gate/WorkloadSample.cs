using System.Globalization;

namespace EdgarApi.LoadTesting.Gate;

/// <summary>One measurement of a workload by one process.</summary>
/// <param name="Workload">The workload's name.</param>
/// <param name="Nanoseconds">Time per operation.</param>
/// <param name="AllocatedBytes">Bytes allocated per operation.</param>
public sealed record WorkloadSample(string Workload, double Nanoseconds, long AllocatedBytes)
{
    /// <summary>Converts the sample to a line of text, which <see cref="Parse"/> reads.</summary>
    public string ToLine() => string.Create(CultureInfo.InvariantCulture, $"{Workload}\t{Nanoseconds:0.###}\t{AllocatedBytes}");

    /// <summary>Reads a line written by <see cref="ToLine"/>.</summary>
    /// <exception cref="LoadTestException">The line has another format.</exception>
    public static WorkloadSample Parse(string line) => line.Split('\t') is [var workload, var nanoseconds, var bytes]
        ? new WorkloadSample(
            workload, double.Parse(nanoseconds, CultureInfo.InvariantCulture), long.Parse(bytes, CultureInfo.InvariantCulture))
        : throw new LoadTestException($"the build under comparison printed '{line}', which is not a sample.");
}
