using EdgarApi.Api.Contract;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using EdgarApi.Storage.Companies;

namespace EdgarApi.Api.Screening;

/// <summary>
/// Conditions on companies. The grammar of <c>where</c>: <c>where = clause {"," clause}</c>; <c>clause = condition {"|" condition}</c>;
/// <c>condition = name operator number</c>; <c>operator = ">" | ">=" | "&lt;" | "&lt;=" | "=" | "!="</c>;
/// <c>number = ["-"] digits ["." digits] ["e" ["-" | "+"] digits]</c>. A company must meet every clause, of a clause one condition:
/// <c>|</c> binds more tightly than the comma.
/// </summary>
/// <param name="Clauses">A company must meet every one.</param>
/// <param name="Period">The period.</param>
/// <param name="Currency">Only companies that report in it; null if no condition is on money.</param>
/// <param name="Filter">Industry and exchange.</param>
/// <param name="Sort">The order of the result.</param>
/// <param name="Fields">What else the result shows.</param>
/// <param name="Limit">Companies per page.</param>
/// <param name="Offset">Companies on the pages before.</param>
internal sealed record ScreenQuery(
    IReadOnlyList<ScreenClause> Clauses, RequestedPeriod Period, string? Currency, CompanyFilter Filter, ScreenSort Sort,
    IReadOnlyList<Measure> Fields, int Limit, int Offset) : IQuery<ScreenQuery>
{
    public const int MaxClauses = 20;
    public const int MaxConditions = 40;
    public const int MaxFields = 20;

    private static readonly QueryParameter<IReadOnlyList<ScreenClause>> Where = Parameter.List(
        "where",
        "Conditions: a metric or ratio, one of `>` `>=` `<` `<=` `=` `!=`, and a number such as `1e9` or `0.15`. A comma is AND, `|` " +
        "between conditions is OR and binds more tightly: `Revenue>1e9,NetMargin>0.2|RevenueGrowth>0.1` is large companies that are " +
        "profitable or grow. A company without a value does not meet a condition on it, `!=` included. Ratios are plain: 0.2 is 20 %.",
        MaxClauses, ScreenClause.Read, example: "Revenue>1e9,NetMargin>0.2").Required();

    private static readonly QueryParameter<ScreenSort?> SortParameter = new(
        "sort", "Metric or ratio to sort by, with `-` for the largest first. Default: that of the first condition, the largest first.",
        new ParameterSchema("string") { MaxLength = 60, Example = "-Revenue" }, null, ScreenSort.Read);

    private static readonly QueryParameter<IReadOnlyList<Measure>> FieldsParameter = Parameter.List(
        "fields", "Comma-separated metrics and ratios that `values` has besides those of the conditions.", MaxFields, Measure.Find,
        example: "NetIncome,ReturnOnEquity");

    private static readonly QueryParameter<int> QueryLimit = CommonParameters.Limit(defaultValue: 50);

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        Where, RequestedPeriod.Parameter, ScreeningParameters.Currency, CommonParameters.Sic, CommonParameters.Exchange, SortParameter,
        FieldsParameter, QueryLimit, Cursor.Parameter, .. RequestedFormat.Parameters,
    ];

    public TierNeeds Needs => new(FactsPerPage: Limit);

    public string Canonical => AtOffset(Offset);

    /// <summary>Normalized text of the conditions.</summary>
    public string Text => string.Join(',', Clauses.Select(clause => clause.Text));

    /// <summary>The conditions of all clauses.</summary>
    public IEnumerable<ScreenCondition> Conditions => Clauses.SelectMany(clause => clause.Alternatives);

    /// <summary>What the result shows: the measures of the conditions, of the order, and the fields.</summary>
    public IReadOnlyList<Measure> Shown =>
        [.. Conditions.Select(condition => condition.Measure).Append(Sort.Measure).Concat(Fields).Distinct()];

    public static ScreenQuery Read(QueryReader reader)
    {
        var clauses = reader.Get(Where);
        var query = new ScreenQuery(
            clauses, reader.Get(RequestedPeriod.Parameter), reader.Get(ScreeningParameters.Currency),
            new CompanyFilter
            {
                Sic = reader.Get(CommonParameters.Sic),
                Exchange = reader.Get(CommonParameters.Exchange) is { Length: > 0 } exchange ? exchange : null,
            },
            reader.Get(SortParameter)
                ?? new(clauses.Count > 0 ? clauses[0].Alternatives[0].Measure : Measure.All.All[0].Value, IsDescending: true),
            reader.Get(FieldsParameter), reader.Get(QueryLimit), (int)(reader.Get(Cursor.Parameter) ?? 0));
        if (!reader.HasErrors) query.Check(reader);
        return query;
    }

    /// <summary>Gets the query string for the same query at another offset.</summary>
    public string AtOffset(int offset) => QueryLink.Create(
        (Where, Text), (RequestedPeriod.Parameter, Period.Key), (ScreeningParameters.Currency, Currency),
        (CommonParameters.Sic, Filter.Sic), (CommonParameters.Exchange, Filter.Exchange), (SortParameter, Sort.Text),
        (FieldsParameter, Fields.Select(measure => measure.Id).ToList()), (QueryLimit, Limit), (Cursor.Parameter, Cursor.Create(offset)));

    /// <summary>The URL of the page at another offset.</summary>
    public string GetNext(int offset) => ApiRoutes.Screen + AtOffset(offset);

    private void Check(QueryReader reader)
    {
        if (Conditions.Count() > MaxConditions)
            reader.AddError(Where.Name, $"must have at most {MaxConditions} conditions, not {Conditions.Count()}");
        var compared = Conditions.Select(condition => condition.Measure).Append(Sort.Measure);
        if (Currency is null && compared.FirstOrDefault(measure => measure.IsMoney) is { } money)
        {
            reader.AddError(
                ScreeningParameters.Currency.Name,
                $"is required because amounts in different currencies do not compare ({money.Id}); for example currency=USD");
        }

        if (Period.IsBalance && Shown.FirstOrDefault(measure => !measure.IsInstant) is { } flow)
            reader.AddError(RequestedPeriod.Parameter.Name, $"must be {Period.Key[..^1]}: {flow.Id} is not a balance");
    }
}

/// <summary>The order of a screen's result. Companies without a value come last; equal ones are in the order of their CIKs.</summary>
internal sealed record ScreenSort(Measure Measure, bool IsDescending)
{
    private const char Descending = '-';

    public string Text => (IsDescending ? Descending.ToString() : "") + Measure.Id;

    public static Parsed<ScreenSort?> Read(string text)
    {
        var measure = Measure.Find(text.Trim().TrimStart(Descending));
        return measure.Errors.Count > 0
            ? Parsed<ScreenSort?>.Invalid([.. measure.Errors])
            : new ScreenSort(measure.Value, text.TrimStart().StartsWith(Descending));
    }
}
