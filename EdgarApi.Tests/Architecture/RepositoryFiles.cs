using System.Runtime.CompilerServices;

namespace EdgarApi.Tests.Architecture;

/// <summary>Files of the repository that tests compare with the code.</summary>
internal static class RepositoryFiles
{
    private static readonly string[] Built = ["bin", "obj"];

    public static string Root { get; } = GetRoot();

    public static string GetPath(string relative) => Path.Combine(Root, relative);

    public static bool Exists(string relative) => File.Exists(GetPath(relative)) || Directory.Exists(GetPath(relative));

    public static string Read(string relative) => File.ReadAllText(GetPath(relative));

    /// <summary>Files that match a pattern, without hidden folders (data of a running system) and build output.</summary>
    public static IEnumerable<string> Find(string pattern) => Find(new DirectoryInfo(Root), pattern);

    private static IEnumerable<string> Find(DirectoryInfo folder, string pattern) => folder.EnumerateFiles(pattern)
        .Select(file => Path.GetRelativePath(Root, file.FullName))
        .Concat(folder.EnumerateDirectories()
            .Where(child => child.Name[0] != '.' && !Built.Contains(child.Name))
            .SelectMany(child => Find(child, pattern)));

    private static string GetRoot([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));
}
