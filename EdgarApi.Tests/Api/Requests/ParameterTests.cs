using EdgarApi.Api.Requests;

namespace EdgarApi.Tests.Api.Requests;

public sealed class ParameterTests
{
    private static readonly QueryParameter<int> Periods = Parameter.Integer("periods", "", 1, 40, 4);
    private static readonly QueryParameter<DateOnly?> Day = Parameter.Date("asOf", "");
    private static readonly QueryParameter<IReadOnlyList<string>> Names = Parameter.List<string>("names", "", 3, name =>
        name == "bad" ? Parsed<string>.Invalid("'bad' is bad") : name);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("40", 40)]
    [InlineData("007", 7)]
    public void An_integer_within_its_bounds_is_read(string text, int value) => Assert.Equal(value, Periods.Parse(text).Value);

    [Theory]
    [InlineData("0")]
    [InlineData("41")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1.0")]
    [InlineData("1e1")]
    [InlineData("abc")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public void An_invalid_integer_gets_an_error_with_the_bounds(string text) =>
        Assert.Equal(["must be between 1 and 40"], Periods.Parse(text).Errors);

    [Theory]
    [InlineData("2024-02-30")]
    [InlineData("2024-2-3")]
    [InlineData("20240203")]
    [InlineData("2024-02-03T00:00:00Z")]
    [InlineData("yesterday")]
    public void An_invalid_date_gets_an_error_with_the_format(string text) =>
        Assert.Equal(["must be a date in the format YYYY-MM-DD"], Day.Parse(text).Errors);

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("1899-12-31")]
    [InlineData("2200-01-01")]
    [InlineData("9999-12-31")]
    public void A_date_at_the_end_of_the_calendar_gets_an_error_with_the_bounds(string text) =>
        Assert.Equal(["must be a date from 1900-01-01 to 2199-12-31"], Day.Parse(text).Errors);

    [Fact]
    public void A_list_counts_repeated_names_once_and_trims_them() => Assert.Equal(["a", "b"], Names.Parse("a, b,a").Value);

    [Fact]
    public void A_list_that_is_empty_or_too_long_gets_an_error_with_the_bounds()
    {
        Assert.Equal(["must name at most 3, not 4"], Names.Parse("a,b,c,d").Errors);
        Assert.Equal(["must name at least one, separated by commas"], Names.Parse(",,").Errors);
    }

    [Fact]
    public void An_invalid_list_item_is_reported_once() => Assert.Equal(["'bad' is bad"], Names.Parse("bad,a,bad").Errors);

    [Theory]
    [InlineData("income")]
    [InlineData("INCOME")]
    public void A_choice_ignores_case(string text) =>
        Assert.Equal(1, Parameter.OneOf("statement", "", new NamedValues<int>(("income", 1), ("balance", 2)), 2).Parse(text).Value);
}
