namespace EdgarApi.Tests.Faults.Table;

/// <summary>All rows, in the order in which they run.</summary>
internal static class FaultTable
{
    /// <summary>Rows of <c>./test</c>: those that no other test covers. The others run with <c>./test --faults</c>.</summary>
    private static readonly string[] Short =
    [
        "Redis is full and accepts no writes", "connections to a replica are reset",
        "a process of the API is killed, as when it is out of memory",
    ];

    public static IReadOnlyList<Fault> All { get; } =
        [.. RedisFaults.All, .. ReplicaFaults.All, .. ProcessFaults.All, .. DiskFaults.All, .. PrimaryFaults.All, .. SecFaults.All];

    /// <summary>The rows of <c>./test</c>.</summary>
    public static IReadOnlyList<Fault> Some { get; } = [.. Short.Select(Get)];

    /// <summary>Gets a row by its name.</summary>
    public static Fault Get(string name) => All.Single(fault => fault.Name == name);
}
