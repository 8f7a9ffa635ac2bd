using System.Globalization;
using CsCheck;
using EdgarApi.Api.Screening;
using EdgarApi.Tests.Fuzzing;

namespace EdgarApi.Tests.Api.Screening;

/// <summary>The grammar of <c>where</c>.</summary>
public sealed class ScreenConditionTests
{
    private static readonly string[] Names = [.. Measure.All.Names];
    private static readonly string[] Operators = [">", ">=", "<", "<=", "=", "!="];
    private static readonly Gen<string> Space = Gen.OneOf(Gen.Const(""), Gen.Const(" "), Gen.Const("  "));

    /// <summary>A number as text, and its value by the framework's own parser.</summary>
    private static readonly Gen<string> Number = Gen.Select(
        Gen.OneOf(Gen.Const(""), Gen.Const("-")), Gen.Int[0, 999_999],
        Gen.OneOf(Gen.Const(""), Gen.Const(".5"), Gen.Const(".25"), Gen.Const(".0"), Gen.Const(".1250")),
        Gen.OneOf(Gen.Const(""), Gen.Const("e3"), Gen.Const("E9"), Gen.Const("e-2"), Gen.Const("e+6")))
        .Select((sign, digits, fraction, exponent) => string.Create(CultureInfo.InvariantCulture, $"{sign}{digits}{fraction}{exponent}"));

    private static readonly Gen<(string Text, string Name, string Operator, decimal Number)> Written = Gen.Select(
        Gen.Int[0, Names.Length - 1], Gen.Int[0, Operators.Length - 1], Number, Space, Space)
        .Select((name, comparison, number, before, after) => (
            $"{before}{Names[name]}{after}{Operators[comparison]}{before}{number}{after}", Names[name], Operators[comparison],
            decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture)));

    [Fact]
    public void A_condition_is_a_name_an_operator_and_a_number() => Written.Sample(written =>
    {
        var condition = ScreenCondition.Read(written.Text);
        Assert.Empty(condition.Errors);
        Assert.Equal((written.Name, written.Number), (condition.Value.Measure.Id, condition.Value.Number));
    });

    [Fact]
    public void Alternatives_in_normalized_text_mean_the_same() => Written.Array[1, 5].Sample(written =>
    {
        var clause = ScreenClause.Read(string.Join('|', written.Select(condition => condition.Text)));
        Assert.Empty(clause.Errors);
        var again = ScreenClause.Read(clause.Value.Text);
        Assert.Equal(clause.Value.Alternatives, again.Value.Alternatives);
        Assert.Equal(clause.Value.Text, again.Value.Text);
    });

    [Fact]
    public void A_condition_compares_exactly() => Gen.Select(Written, Gen.Int[-3, 3]).Sample((written, offset) =>
    {
        var value = written.Number + offset * 0.0000000001m;
        var condition = ScreenCondition.Read(written.Text).Value;
        var expected = written.Operator switch
        {
            ">" => offset > 0,
            ">=" => offset >= 0,
            "<" => offset < 0,
            "<=" => offset <= 0,
            "=" => offset == 0,
            _ => offset != 0,
        };
        Assert.Equal(expected, condition.IsMetBy(value));
    });

    [Fact]
    public void Any_text_is_a_clause_or_has_an_error() =>
        Gen.Frequency((2, Gen.String[0, 40]), (3, Mutation.From(["Revenue>1e9", "NetMargin>=0.2|RevenueGrowth!=-1.5E-3", "a=1", "|"])))
            .Sample(text =>
            {
                var clause = ScreenClause.Read(text);
                if (clause.Errors.Count == 0) Assert.Empty(ScreenClause.Read(clause.Value.Text).Errors);
                else Assert.DoesNotContain(clause.Errors, string.IsNullOrEmpty);
            });

    [Theory]
    [InlineData("Revenue>", "'Revenue>' is not a condition; write a name, one of > >= < <= = != and a number: Revenue>1e9")]
    [InlineData("Revenue", "'Revenue' is not a condition; write a name, one of > >= < <= = != and a number: Revenue>1e9")]
    [InlineData("Revenue>1e9|", "'' is not a condition; write a name, one of > >= < <= = != and a number: Revenue>1e9")]
    [InlineData("Revenue=>5", "'Revenue=>5' is not a condition; write a name, one of > >= < <= = != and a number: Revenue>1e9")]
    [InlineData("Revenue>1e29", "'1e29' is too large for a number")]
    public void Errors_say_what_is_valid(string text, string error) => Assert.Equal([error], ScreenClause.Read(text).Errors);

    [Theory]
    [InlineData("Revenu>1", "'Revenu' is not a metric or ratio (did you mean Revenue")]
    [InlineData("sales>1", "'sales' is not a metric or ratio (did you mean Revenue?)")]
    [InlineData("NetMargn>0.1", "'NetMargn' is not a metric or ratio (did you mean NetMargin?)")]
    public void Unknown_names_get_suggestions(string text, string beginning) =>
        Assert.StartsWith(beginning, Assert.Single(ScreenClause.Read(text).Errors), StringComparison.Ordinal);

    [Fact]
    public void An_unencoded_plus_sign_of_an_exponent_arrives_as_a_space() =>
        Assert.Equal(1_000_000m, ScreenCondition.Read("Revenue>1e 6").Value.Number);
}
