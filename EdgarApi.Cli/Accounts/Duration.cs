using System.CommandLine.Parsing;
using System.Globalization;
using EdgarApi.Accounts;

namespace EdgarApi.Cli.Accounts;

/// <summary>Parses durations such as 90m, 12h and 30d.</summary>
internal static class Duration
{
    public static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryParse(text) is { } duration) return duration;
        result.AddError($"'{text}' is not a duration. Write 90m, 12h or 30d (at most {NewKey.MaxLifetime.TotalDays}d).");
        return null;
    }

    private static TimeSpan? TryParse(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        TimeSpan? unit = text[^1] switch
        {
            'm' => TimeSpan.FromMinutes(1), 'h' => TimeSpan.FromHours(1), 'd' => TimeSpan.FromDays(1), _ => null,
        };
        return number * unit is { } duration && duration <= NewKey.MaxLifetime ? duration : null;
    }
}
