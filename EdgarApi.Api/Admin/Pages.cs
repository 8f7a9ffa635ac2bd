using System.Globalization;
using System.Reflection;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Admin;

/// <summary>A page of a list: those after an id that the last page ended with.</summary>
internal sealed record PageQuery(long? From, int Limit) : IQuery<PageQuery>
{
    public static readonly QueryParameter<long?> FromParameter = Id("from", "Where the last page ended; `next` has it.");
    public static readonly QueryParameter<int> LimitParameter = Parameter.Integer("limit", "How many at most.", 1, 200, whenAbsent: 50);

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [FromParameter, LimitParameter];

    public string Canonical => QueryLink.Create((FromParameter, From), (LimitParameter, Limit));

    public static PageQuery Read(QueryReader reader) => new(reader.Get(FromParameter), reader.Get(LimitParameter));

    public static QueryParameter<long?> Id(string name, string description) => new(
        name, description, new ParameterSchema("integer") { Minimum = 1 }, null,
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : Parsed<long?>.Invalid("must be a number of 1 or more"));
}

internal static class Pages
{
    /// <summary>The address of the next page; null after the last one. A page that is full may be the last.</summary>
    public static string? Next<T>(HttpRequest request, IReadOnlyList<T> page, int limit, Func<T, long> id)
    {
        if (page.Count < limit) return null;
        var query = request.Query.Where(value => !value.Key.Equals(PageQuery.FromParameter.Name, StringComparison.OrdinalIgnoreCase)).SelectMany(value => value.Value.Select(text => KeyValuePair.Create(value.Key, text)));
        return request.PathBase.Add(request.Path) + QueryString.Create(query.Append(KeyValuePair.Create(PageQuery.FromParameter.Name, (string?)$"{id(page[^1])}"))).ToString();
    }
}

/// <summary>The row's number in the path.</summary>
internal sealed class RowId : IArgument, IEndpointParameterMetadataProvider
{
    private static readonly QueryParameter<long?> Id = PageQuery.Id("id", "Its number.");

    private RowId(long value) => Value = value;

    public long Value { get; }

    public ApiProblem? Problem => Value > 0 ? null : AdminProblems.NotFound();

    public static ValueTask<RowId?> BindAsync(HttpContext context) => ValueTask.FromResult<RowId?>(new RowId(Id.Parse(context.Request.RouteValues[Id.Name] as string ?? "").Value ?? 0));

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) => builder.Metadata.Add(new RouteParameters([Id]));
}
