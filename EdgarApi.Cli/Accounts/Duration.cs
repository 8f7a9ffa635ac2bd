using System.CommandLine.Parsing;
using System.Globalization;
using EdgarApi.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary>Lengths of time as people write them: 90m, 12h, 30d.</summary>
internal static class Duration
{
    public static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Read(text) is { } duration) return duration;
        result.AddError($"'{text}' is no length of time; write 90m, 12h or 30d (up to {NewKey.LongestLife.TotalDays}d).");
        return null;
    }

    private static TimeSpan? Read(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        TimeSpan? unit = text[^1] switch { 'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), 'd' => TimeSpan.FromDays(1), _ => null };
        return number * unit is { } duration && duration <= NewKey.LongestLife ? duration : null;
    }
}
