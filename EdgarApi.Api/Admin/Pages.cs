using System.Globalization;
using System.Reflection;
using EdgarApi.Api.Contract;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Admin;

/// <summary>A page of a list.</summary>
/// <param name="From">Last id of the previous page; null for the first page.</param>
/// <param name="Limit">Maximum number of results.</param>
internal sealed record PageQuery(long? From, int Limit) : IQuery<PageQuery>
{
    public static readonly QueryParameter<int> LimitParameter = Parameter.Integer(
        "limit", "Maximum number of results.", 1, 200, defaultValue: 50);

    public static IReadOnlyList<QueryParameter> Parameters { get; } = [LimitParameter, Cursor.NumberParameter];

    public string Canonical => QueryLink.Create((LimitParameter, Limit), (Cursor.NumberParameter, Cursor.CreateAfter(From)));

    public static PageQuery Read(QueryReader reader) => new(reader.Get(Cursor.NumberParameter), reader.Get(LimitParameter));

    public static QueryParameter<long?> Id(string name, string description) => new(
        name, description, new ParameterSchema("integer") { Minimum = 1 }, null,
        text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : Parsed<long?>.Invalid("must be an integer of 1 or more"));
}

internal static class Pages
{
    /// <summary>
    /// Gets the URL of the next page, and writes it as the header <c>Link</c>; null after the last page. The page after a full page may be
    /// empty.
    /// </summary>
    public static string? Next<T>(HttpRequest request, IReadOnlyList<T> page, int limit, Func<T, long> id)
    {
        if (page.Count < limit) return null;
        var query = request.Query
            .Where(value => !value.Key.Equals(Cursor.NumberParameter.Name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(value => value.Value.Select(text => KeyValuePair.Create(value.Key, text)))
            .Append(KeyValuePair.Create(Cursor.NumberParameter.Name, Cursor.CreateAfter(id(page[^1]))));
        var next = request.PathBase.Add(request.Path) + QueryString.Create(query).ToString();
        request.HttpContext.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        return next;
    }
}

/// <summary>The row id in the path.</summary>
internal sealed class RowId : IArgument, IEndpointParameterMetadataProvider
{
    private static readonly QueryParameter<long?> Id = PageQuery.Id("id", "Resource id.");

    private RowId(long value) => Value = value;

    public long Value { get; }

    public ApiProblem? Problem => Value > 0 ? null : AdminProblems.NotFound();

    public static ValueTask<RowId?> BindAsync(HttpContext context)
    {
        var text = context.Request.RouteValues[Id.Name] as string ?? "";
        return ValueTask.FromResult<RowId?>(new RowId(Id.Parse(text).Value ?? 0));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new RouteParameters([Id]));
}
