namespace EdgarApi.Cli;

/// <summary>What the system that <c>./run</c> started says about itself in the state folder of its checkout.</summary>
/// <param name="Folder">The folder.</param>
internal sealed record LocalRun(string Folder)
{
    /// <summary>Names the addresses of the resources, and the development key.</summary>
    public const string AddressFile = "addresses.tsv";

    private const string FolderName = ".local";

    /// <summary>Finds the system of the checkout that contains the current folder or this program; null if none runs.</summary>
    public static LocalRun? Find() => Find(AddressFile);

    /// <summary>Finds the running system that wrote a file.</summary>
    public static LocalRun? Find(string file) => Find(file, Environment.CurrentDirectory, AppContext.BaseDirectory);

    /// <summary>Finds the running system that wrote a file, in the checkout around one of the folders.</summary>
    internal static LocalRun? Find(string file, params string[] folders) => folders.SelectMany(GetAncestors)
        .Select(folder => Path.Combine(folder, FolderName)).Where(folder => File.Exists(Path.Combine(folder, file)))
        .Select(folder => new LocalRun(folder)).FirstOrDefault();

    /// <summary>Reads a file.</summary>
    public string ReadText(string file) => File.ReadAllText(Path.Combine(Folder, file)).Trim();

    /// <summary>Finds an address of a resource, or the value <c>key</c>; null if it does not exist.</summary>
    public string? FindValue(string name) =>
        ReadRows(AddressFile).FirstOrDefault(row => row[0] == name) is [_, var value, ..] ? value.Trim() : null;

    /// <summary>Finds the address of a resource; null if it does not run.</summary>
    public Uri? FindAddress(string resource) => Uri.TryCreate(FindValue(resource), UriKind.Absolute, out var url) ? url : null;

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

    private static IEnumerable<string> GetAncestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
