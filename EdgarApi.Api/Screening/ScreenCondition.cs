using System.Globalization;
using System.Text.RegularExpressions;
using EdgarApi.Api.Requests;

namespace EdgarApi.Api.Screening;

/// <summary>How a condition compares a value with its number.</summary>
internal enum Comparison
{
    Above,
    AtLeast,
    Below,
    AtMost,
    Equal,
    NotEqual,
}

/// <summary>One condition: <c>Revenue&gt;1e9</c>.</summary>
internal sealed partial record ScreenCondition(Measure Measure, Comparison Comparison, decimal Number)
{
    private const int MaxLength = 80;

    private static readonly NamedValues<Comparison> Operators = new(
        (">", Comparison.Above), (">=", Comparison.AtLeast), ("<", Comparison.Below), ("<=", Comparison.AtMost), ("=", Comparison.Equal),
        ("!=", Comparison.NotEqual));

    /// <summary>Normalized text, equal for conditions with the same meaning.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Measure.Id}{Operators.GetName(Comparison)}{Number}");

    /// <summary>Whether a value meets the condition.</summary>
    public bool IsMetBy(decimal value) => Comparison switch
    {
        Comparison.Above => value > Number,
        Comparison.AtLeast => value >= Number,
        Comparison.Below => value < Number,
        Comparison.AtMost => value <= Number,
        Comparison.Equal => value == Number,
        _ => value != Number,
    };

    public static Parsed<ScreenCondition> Read(string text)
    {
        if (text.Length > MaxLength) return Parsed<ScreenCondition>.Invalid($"must be conditions of at most {MaxLength} characters");
        if (Pattern().Match(text) is not { Success: true } match)
            return Parsed<ScreenCondition>.Invalid(
                $"'{text}' is not a condition; write a name, one of {string.Join(' ', Operators.Names)} and a number: Revenue>1e9");
        // A plus sign that is not URL-encoded arrives as a space. In a number it can only belong to the exponent.
        var written = match.Groups["number"].Value;
        if (!decimal.TryParse(written.Replace(' ', '+'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return Parsed<ScreenCondition>.Invalid($"'{written}' is too large for a number");
        Operators.TryFind(match.Groups["operator"].Value, out var comparison);
        var measure = Measure.Find(match.Groups["name"].Value);
        return measure.Errors.Count > 0
            ? Parsed<ScreenCondition>.Invalid([.. measure.Errors])
            : new ScreenCondition(measure.Value, comparison, Normalize(number));
    }

    /// <summary>Drops zeros at the end: 1.50 and 1.5 are the same number.</summary>
    private static decimal Normalize(decimal number) => number / 1.0000000000000000000000000000m;

    [GeneratedRegex(
        @"\A\s*(?<name>[A-Za-z][A-Za-z0-9_]*)\s*(?<operator>>=|<=|!=|>|<|=)\s*(?<number>-?[0-9]+(\.[0-9]+)?([eE][-+ ]?[0-9]{1,2})?)\s*\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

/// <summary>Alternatives; a company must meet one of them: <c>NetMargin&gt;0.2|RevenueGrowth&gt;0.1</c>.</summary>
internal sealed record ScreenClause(IReadOnlyList<ScreenCondition> Alternatives)
{
    public const char Separator = '|';

    /// <summary>Normalized text.</summary>
    public string Text => string.Join(Separator, Alternatives.Select(condition => condition.Text));

    public static Parsed<ScreenClause> Read(string text)
    {
        var conditions = text.Split(Separator).Select(ScreenCondition.Read).ToList();
        var errors = conditions.SelectMany(condition => condition.Errors).Distinct().ToArray();
        return errors.Length > 0
            ? Parsed<ScreenClause>.Invalid(errors)
            : new ScreenClause([.. conditions.Select(condition => condition.Value).Distinct()]);
    }
}
