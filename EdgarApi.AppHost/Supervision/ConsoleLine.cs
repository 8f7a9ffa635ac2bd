using System.Text.RegularExpressions;

namespace EdgarApi.AppHost.Supervision;

/// <summary>A line of a resource's console log, which begins with its time and can contain colors.</summary>
internal static partial class ConsoleLine
{
    public static string GetText(string line) => Decoration().Replace(line, "").Trim();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT[\d:.]+Z?\s|\x1B\[[0-9;]*m")]
    private static partial Regex Decoration();
}
