using CsCheck;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Screening;
using Microsoft.AspNetCore.Http;

namespace EdgarApi.Tests.Fuzzing;

/// <summary>Screens of well-formed conditions, also more than are allowed.</summary>
public sealed class ScreenFuzzTests
{
    private const string Balances = "CY2024Q4I";

    private static readonly string[] Names = [.. Measure.All.Names];
    private static readonly string[] Instants =
        [.. Measure.All.All.Where(measure => measure.Value.IsInstant).Select(measure => measure.Name)];
    private static readonly string[] Operators = [">", ">=", "<", "<=", "=", "!="];
    private static readonly string[] Periods = ["latest", "ttm", "CY2024", "CY2024Q1", Balances];

    private static readonly Gen<Screen> Written = Gen.Bool.SelectMany(instants => Gen.Select(
        Gen.Select(
            Name(instants), Gen.Int[0, Operators.Length - 1].Select(index => Operators[index]),
            Gen.OneOf(Gen.Const(','), Gen.Const('|')), (name, comparison, separator) => (name, comparison, separator)).Array[1, 60],
        Name(instants).Array[0, 25], Gen.Int[0, Periods.Length - 1].Select(index => Periods[index]),
        (conditions, fields, period) => new Screen(conditions, fields, period)));

    [Fact]
    public Task A_screen_is_bound_exactly_if_it_is_within_its_limits() => Written.SampleAsync(async screen =>
    {
        var query = await BindAsync(screen.Text);

        IEnumerable<string> errors = query.Problem?.Errors!.Keys ?? [];
        Assert.Equal(screen.Errors, errors.Order(StringComparer.Ordinal));
        if (query.Problem is not null) return;
        Assert.Equal(screen.Conditions.Count, query.Value.Conditions.Count());
        Assert.Equal(query.Value.Canonical, (await BindAsync(query.Value.Canonical)).Value.Canonical);
    }, iter: Mutation.Inputs / 20);

    [Theory]
    [InlineData(ScreenQuery.MaxClauses, 1, 1, null)]
    [InlineData(ScreenQuery.MaxClauses + 1, 1, 1, "where: must name at most 20, not 21.")]
    [InlineData(1, ScreenQuery.MaxConditions, 1, null)]
    [InlineData(1, ScreenQuery.MaxConditions + 1, 1, "where: must have at most 40 conditions, not 41.")]
    [InlineData(2, ScreenQuery.MaxConditions / 2, 1, null)]
    [InlineData(2, ScreenQuery.MaxConditions / 2 + 1, 1, "where: must have at most 40 conditions, not 42.")]
    [InlineData(1, 1, ScreenQuery.MaxFields, null)]
    [InlineData(1, 1, ScreenQuery.MaxFields + 1, "fields: must name at most 20, not 21.")]
    public async Task The_limits_are_exact(int clauses, int alternatives, int fields, string? error)
    {
        var conditions = Enumerable.Range(0, clauses * alternatives)
            .Select(number => ("Revenue", ">", number % alternatives == 0 ? ',' : '|')).ToList();

        var query = await BindAsync(new Screen(conditions, Names[..fields], "ttm").Text);

        Assert.Equal(error, query.Problem?.Detail);
    }

    private static Gen<string> Name(bool instants)
    {
        var names = instants ? Instants : Names;
        return Gen.Int[0, names.Length - 1].Select(index => names[index]);
    }

    private static async Task<Query<ScreenQuery>> BindAsync(string query)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);
        return (await Query<ScreenQuery>.BindAsync(context))!;
    }

    /// <summary>A screen as it is written.</summary>
    /// <param name="Conditions">Names, operators, and separators that precede all conditions but the first.</param>
    /// <param name="Fields">What else it shows.</param>
    /// <param name="Period">Its period.</param>
    private sealed record Screen(
        IReadOnlyList<(string Name, string Comparison, char Separator)> Conditions, IReadOnlyList<string> Fields, string Period)
    {
        /// <summary>The numbers differ, so that no condition repeats another.</summary>
        public string Text => "?currency=USD&period=" + Period + "&where=" + Uri.EscapeDataString(string.Concat(Conditions.Select(
            (condition, index) => (index > 0 ? condition.Separator.ToString() : "") + condition.Name + condition.Comparison + index)))
            + (Fields.Count > 0 ? "&fields=" + string.Join(',', Fields) : "");

        /// <summary>The parameters that are invalid.</summary>
        public IEnumerable<string> Errors
        {
            get
            {
                var (fields, clauses) = (Fields.Count > ScreenQuery.MaxFields,
                    Conditions.Skip(1).Count(condition => condition.Separator == ',') + 1 > ScreenQuery.MaxClauses);
                if (fields) yield return "fields";
                // What concerns several parameters is checked once each of them is valid.
                if (!fields && !clauses && Period == Balances && Conditions.Select(condition => condition.Name).Concat(Fields)
                    .Except(Instants).Any()) yield return "period";
                if (clauses || !fields && Conditions.Count > ScreenQuery.MaxConditions) yield return "where";
            }
        }
    }
}
