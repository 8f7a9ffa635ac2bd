namespace EdgarApi.Cli;

/// <summary>Files that <c>./run</c> leaves in the checkout. They are found from any folder of it.</summary>
internal static class LocalRun
{
    /// <summary>Finds a file in the checkout that contains the current folder or this program.</summary>
    /// <returns>Its path; null if it does not exist.</returns>
    public static string? FindFile(string file) => FindFile(file, Environment.CurrentDirectory, AppContext.BaseDirectory);

    /// <summary>Finds a file in one of the folders or their parents.</summary>
    internal static string? FindFile(string file, params string[] folders) =>
        folders.SelectMany(GetAncestors).Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);

    /// <summary>Reads a file with a name and a value per line, separated by a tab. Of equal names the first counts.</summary>
    /// <returns>The values by name; null if the file does not exist.</returns>
    public static Dictionary<string, string>? FindRows(string file) => FindFile(file) is { } path
        ? File.ReadLines(path).Select(line => line.Split('\t')).Where(row => row.Length > 1).DistinctBy(row => row[0])
            .ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal)
        : null;

    private static IEnumerable<string> GetAncestors(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent) yield return at.FullName;
    }
}
