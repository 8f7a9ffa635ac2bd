namespace EdgarApi.Cli.Reviews;

/// <summary>What the system that <c>./run</c> started tells about itself in its state folder.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record LocalRun(string Folder)
{
    /// <summary>Finds the system of the checkout that contains the current folder or the program; null if none runs.</summary>
    public static LocalRun? Find() => ((string[])[Environment.CurrentDirectory, AppContext.BaseDirectory])
        .SelectMany(PrimaryDatabase.GetAncestors).Select(folder => Path.Combine(folder, ".local"))
        .Where(folder => File.Exists(Path.Combine(folder, "addresses.tsv"))).Select(folder => new LocalRun(folder)).FirstOrDefault();

    /// <summary>Finds the address of a resource; null if it does not run.</summary>
    public Uri? FindAddress(string resource) => ReadRows("addresses.tsv").FirstOrDefault(row => row[0] == resource) is [_, var address, ..]
        && Uri.TryCreate(address, UriKind.Absolute, out var url) ? url : null;

    /// <summary>Gets the Postgres replicas with their addresses.</summary>
    public IReadOnlyList<(string Name, Uri Address)> GetReplicas() =>
    [
        .. ReadRows("processes.tsv").Where(row => row.Length > 2 && row[0].StartsWith("postgres-", StringComparison.Ordinal)
                && row[0] != "postgres-primary" && Uri.IsWellFormedUriString(row[2], UriKind.Absolute))
            .Select(row => (row[0], new Uri(row[2]))),
    ];

    /// <summary>Gets the logs of slow statements, by server.</summary>
    public IReadOnlyList<string> GetSlowQueryLogs()
    {
        var folder = Path.Combine(Folder, "slow-queries");
        return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)] : [];
    }

    private IEnumerable<string[]> ReadRows(string file) =>
        Path.Combine(Folder, file) is var path && File.Exists(path) ? File.ReadLines(path).Select(line => line.Split('\t')) : [];
}
