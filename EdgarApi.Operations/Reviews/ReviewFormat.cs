using System.Globalization;

namespace EdgarApi.Operations.Reviews;

/// <summary>Figures as text: the same in every table, sentence and action.</summary>
internal static class ReviewFormat
{
    private const string None = "–";

    public static string Count(double? value) => value is { } number ? Text($"{number:#,0}") : None;

    public static string Number(double? value) => value is { } number ? Text($"{number:#,0.##}") : None;

    public static string Times(int count) => count == 1 ? "once" : Text($"{count:#,0} times");

    /// <summary>A share from 0 to 1 as percent, rounded down: 99.999 % must not read 100 %.</summary>
    public static string Percent(double? share) => share is { } value ? Text($"{Math.Floor(value * 10_000 + 1e-6) / 100:0.##} %") : None;

    public static string Milliseconds(double? seconds) => seconds is { } value ? Text($"{value * 1000:#,0.##} ms") : None;

    public static string Milliseconds(TimeSpan? time) => Milliseconds(time?.TotalSeconds);

    /// <summary>How much a value changed: <c>+12 %</c>.</summary>
    public static string Trend(double? factor) => factor is { } value ? Text($"{(value - 1) * 100:+0.#;-0.#;0} %") : None;

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 90 } => Text($"{time.TotalSeconds:0} s"),
        { TotalMinutes: < 90 } => Text($"{time.TotalMinutes:0.#} min"),
        _ => Text($"{time.TotalHours:0.#} h"),
    };

    public static string Time(DateTimeOffset time) => Text($"{time.UtcDateTime:yyyy-MM-dd HH:mm} UTC");

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>A statement that fits into a table.</summary>
    public static string Query(string text) => text.Length <= 160 ? text : $"{text[..159]}…";
}
