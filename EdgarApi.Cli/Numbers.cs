using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace EdgarApi.Cli;

/// <summary>Options and arguments that take a number within a range.</summary>
internal static class Numbers
{
    /// <summary>Creates an option with a default.</summary>
    public static Option<T> CreateOption<T>(string name, string description, T min, T max, T defaultValue, string helpName = "number")
        where T : struct, INumber<T> => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Parse(result, min, max),
        DefaultValueFactory = _ => defaultValue,
    };

    /// <summary>Creates an option that is null by default.</summary>
    public static Option<T?> CreateOptional<T>(string name, string description, T min, T max, string helpName = "number")
        where T : struct, INumber<T> => new(name)
    {
        Description = description,
        HelpName = helpName,
        CustomParser = result => Parse(result, min, max),
    };

    /// <summary>Parses the first token.</summary>
    public static T Parse<T>(ArgumentResult result, T min, T max) where T : struct, INumber<T> => Parse(result, result.Tokens[0], min, max);

    /// <summary>Parses a token. Adds an error to the result if it is not a number in the range.</summary>
    public static T Parse<T>(ArgumentResult result, Token token, T min, T max) where T : struct, INumber<T>
    {
        if (T.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        var name = result.Parent is OptionResult option ? option.Option.Name : result.Argument.Name;
        var kind = typeof(T) == typeof(double) ? "a number" : "a whole number";
        var range = max >= T.CreateSaturating(int.MaxValue) ? $"of at least {min}" : $"from {min} to {max}";
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be {kind} {range}, not '{token.Value}'."));
        return min;
    }
}
