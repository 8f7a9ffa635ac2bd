using System.Text.RegularExpressions;

namespace EdgarApi.AppHost.Supervision;

/// <summary>A line of a resource's console log, which begins with its time and can contain colors.</summary>
internal static partial class ConsoleLine
{
    /// <summary>The line as the program wrote it, without spaces at its ends.</summary>
    public static string GetText(string line) => GetContent(line).Trim();

    /// <summary>The line as the program wrote it.</summary>
    public static string GetContent(string line) => Decoration().Replace(line, "");

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z?\s|\x1B\[[0-9;]*m")]
    private static partial Regex Decoration();
}
