using System.Globalization;

namespace EdgarApi.Api.Requests;

/// <summary>Factories for the kinds of parameters.</summary>
internal static class Parameter
{
    /// <summary>The first day that a date parameter may have.</summary>
    public static readonly DateOnly FirstDay = new(1900, 1, 1);

    /// <summary>The last day that a date parameter may have.</summary>
    public static readonly DateOnly LastDay = new(2199, 12, 31);

    public static QueryParameter<int> Integer(string name, string description, int minimum, int maximum, int defaultValue) => new(
        name, description,
        new ParameterSchema("integer")
        {
            Minimum = minimum, Maximum = maximum, Default = defaultValue.ToString(CultureInfo.InvariantCulture),
        },
        defaultValue,
        text => ReadInteger(text, minimum, maximum) is { } value ? value : Parsed<int>.Invalid(MustBeBetween(minimum, maximum)));

    public static QueryParameter<int?> OptionalInteger(string name, string description, int minimum, int maximum) => new(
        name, description, new ParameterSchema("integer") { Minimum = minimum, Maximum = maximum }, null,
        text => ReadInteger(text, minimum, maximum) is { } value ? value : Parsed<int?>.Invalid(MustBeBetween(minimum, maximum)));

    public static QueryParameter<bool?> Flag(string name, string description, bool? defaultValue = null) => new(
        name, description,
        new ParameterSchema("boolean") { Default = defaultValue switch { true => "true", false => "false", null => null } }, defaultValue,
        text => bool.TryParse(text, out var value) ? value : Parsed<bool?>.Invalid("must be true or false"));

    /// <summary>
    /// A date from <see cref="FirstDay"/> to <see cref="LastDay"/>. The ends of the calendar would reach Postgres as infinity, and series
    /// of days would never end.
    /// </summary>
    public static QueryParameter<DateOnly?> Date(string name, string description) => new(
        name, description, new ParameterSchema("string") { Format = "date" }, null,
        text => !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? Parsed<DateOnly?>.Invalid("must be a date in the format YYYY-MM-DD")
            : day < FirstDay || day > LastDay
                ? Parsed<DateOnly?>.Invalid($"must be a date from {FirstDay:yyyy-MM-dd} to {LastDay:yyyy-MM-dd}")
                : day);

    public static QueryParameter<string?> Text(
        string name, string description, int maxLength, string? example = null, bool mayBeEmpty = false) => new(
        name, description, new ParameterSchema("string") { MaxLength = maxLength, Example = example }, null,
        text => text.Trim() is var trimmed && trimmed.Length >= (mayBeEmpty ? 0 : 1) && trimmed.Length <= maxLength
            && !trimmed.Any(char.IsControl)
            ? trimmed
            : Parsed<string?>.Invalid($"must be a text of 1 to {maxLength} characters"));

    public static QueryParameter<T> OneOf<T>(string name, string description, NamedValues<T> values, T defaultValue, bool hasDefault = true)
        where T : notnull => new(
        name, description,
        new ParameterSchema("string") { Enum = values.Names, Default = hasDefault ? values.GetName(defaultValue) : null }, defaultValue,
        text => values.TryFind(text, out var value) ? value : Parsed<T>.Invalid(values.MustBeOneOf));

    /// <summary>Comma-separated values. Duplicates count once; the errors of all invalid values are reported.</summary>
    public static QueryParameter<IReadOnlyList<T>> List<T>(
        string name, string description, int maxItems, Func<string, Parsed<T>> parseItem, string? example = null) => new(
        name, description, new ParameterSchema("array") { MaxItems = maxItems, Example = example }, [],
        text => ReadList(text, maxItems, parseItem));

    private static Parsed<IReadOnlyList<T>> ReadList<T>(string text, int maxItems, Func<string, Parsed<T>> parseItem)
    {
        var names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0) return Parsed<IReadOnlyList<T>>.Invalid("must name at least one, separated by commas");
        if (names.Length > maxItems) return Parsed<IReadOnlyList<T>>.Invalid($"must name at most {maxItems}, not {names.Length}");

        var items = names.Select(parseItem).ToList();
        var errors = items.SelectMany(item => item.Errors).Distinct().ToArray();
        return errors.Length > 0 ? Parsed<IReadOnlyList<T>>.Invalid(errors) : items.Select(item => item.Value).Distinct().ToArray();
    }

    private static int? ReadInteger(string text, int minimum, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : null;

    private static string MustBeBetween(int minimum, int maximum) => $"must be between {minimum} and {maximum}";
}
