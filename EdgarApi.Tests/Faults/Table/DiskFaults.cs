namespace EdgarApi.Tests.Faults.Table;

/// <summary>Faults of the disk to which usage records go when the primary does not take them in time.</summary>
internal static class DiskFaults
{
    private const string Promise = "requests are unaffected, and every request is recorded";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("the disk of the usage spool is full", Promise, system => system.SpoolDisk.FillAsync())
        {
            EndAsync = system => system.SpoolDisk.EmptyAsync(),
            CountsUsage = true,
        },
        new("the folder of the usage spool is read-only", Promise, system => system.SpoolDisk.MakeReadOnlyAsync())
        {
            EndAsync = system => system.SpoolDisk.MakeWritableAsync(),
            CountsUsage = true,
        },
    ];
}
