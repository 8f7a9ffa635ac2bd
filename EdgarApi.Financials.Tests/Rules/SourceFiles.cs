using System.Runtime.CompilerServices;

namespace EdgarApi.Financials.Tests.Rules;

/// <summary>Files of the repository that tests compare with the code.</summary>
internal static class SourceFiles
{
    public static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../.."));

    /// <summary>The C# files of the engine.</summary>
    public static List<(string Name, string Text)> GetEngine() =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root(), "EdgarApi.Financials"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Select(file => (Path.GetFileName(file), File.ReadAllText(file))),
    ];
}
