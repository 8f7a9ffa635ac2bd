using System.Globalization;

namespace EdgarApi.Cli;

/// <summary>Writes amounts as reports do: in millions, negative amounts in parentheses, missing ones as a dash.</summary>
internal static class Amounts
{
    public const string Missing = "–";

    /// <summary>Whether a unit is shown in millions. Others, such as USD/shares, are small numbers.</summary>
    /// <param name="unit">Currency, <c>shares</c>, <c>USD/shares</c> or <c>pure</c>.</param>
    public static bool IsInMillions(string unit) => unit == "shares" || (unit.Length == 3 && unit.All(char.IsAsciiLetterUpper));

    /// <summary>Formats an amount. A space takes the place of the closing parenthesis, so that digits line up.</summary>
    public static string Format(decimal? value, bool inMillions)
    {
        if (value is not { } amount) return Missing;
        var shown = inMillions ? amount / 1_000_000m : amount;
        var format = !inMillions ? "#,##0.00##" : Math.Abs(shown) is > 0 and < 10 ? "#,##0.0" : "#,##0";
        var text = Math.Abs(shown).ToString(format, CultureInfo.InvariantCulture);
        return shown < 0 ? $"({text})" : $"{text} ";
    }
}
