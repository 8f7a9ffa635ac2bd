using System.Reflection;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Problems;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Responses;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Requests;

/// <summary>The query of an endpoint.</summary>
internal interface IQuery<TSelf> where TSelf : IQuery<TSelf>
{
    /// <summary>All query-string parameters of the endpoint, in the order of the documentation.</summary>
    static abstract IReadOnlyList<QueryParameter> Parameters { get; }

    /// <summary>Path parameters, except the company.</summary>
    static virtual IReadOnlyList<QueryParameter> RouteParameters => [];

    static abstract TSelf Read(QueryReader reader);

    /// <summary>What the query needs of the caller's tier.</summary>
    TierNeeds Needs => default;

    /// <summary>Normalized text, equal for requests with the same meaning. It is part of the ETag.</summary>
    string Canonical { get; }
}

/// <summary>A handler argument that may be invalid. <see cref="ArgumentFilter"/> then responds instead of the handler.</summary>
internal interface IArgument
{
    ApiProblem? Problem { get; }
}

/// <summary>The validated query of a request, as a handler parameter.</summary>
internal sealed class Query<T> : IArgument, IEndpointParameterMetadataProvider where T : IQuery<T>
{
    private static readonly IReadOnlyList<QueryParameter> CsvParameters =
        [.. T.Parameters.Where(parameter => parameter != MediaType.Parameter)];

    /// <summary>The parameters that select what is in a response, without those of its format.</summary>
    public static IReadOnlyList<QueryParameter> ValueParameters { get; } =
        [.. T.Parameters.Except(RequestedFormat.Parameters).Except(RequestedFormat.LongParameters)];

    private Query(T value, RequestedFormat format, ApiProblem? problem) => (Value, Format, Problem) = (value, format, problem);

    public T Value { get; }

    public RequestedFormat Format { get; }

    public ApiProblem? Problem { get; }

    public static ValueTask<Query<T>?> BindAsync(HttpContext context)
    {
        var isCsvRoute = CsvRoute.Is(context.GetEndpoint());
        var declared = isCsvRoute ? CsvParameters : T.Parameters;
        var reader = new QueryReader(context, context.Request.Query, context.Request.RouteValues, declared);
        var value = T.Read(reader);
        var format = RequestedFormat.Read(reader, declared, isCsvRoute);
        return ValueTask.FromResult<Query<T>?>(new Query<T>(value, format, FindProblem(context, reader, value)));
    }

    /// <summary>Reads a query whose parameters are not in the URL of the request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="query">The query-string parameters.</param>
    /// <param name="path">The path parameters.</param>
    public static Query<T> From(HttpContext context, IQueryCollection query, RouteValueDictionary path)
    {
        var reader = new QueryReader(context, query, path, ValueParameters);
        var value = T.Read(reader);
        return new Query<T>(value, RequestedFormat.Json, FindProblem(context, reader, value));
    }

    private static ApiProblem? FindProblem(HttpContext context, QueryReader reader, T value)
    {
        var tierProblem = RequestInfo.From(context)?.Require(value.Needs);
        return reader.Errors is { Count: > 0 } errors ? ApiProblem.InvalidParameters(errors) : tierProblem;
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new RouteParameters(T.RouteParameters));
        builder.Metadata.Add(new QueryParameters(T.Parameters));
    }
}

/// <summary>Endpoint metadata for the OpenAPI document: path parameters.</summary>
internal sealed record RouteParameters(IReadOnlyList<QueryParameter> Parameters);

/// <summary>Endpoint metadata for the OpenAPI document: query-string parameters.</summary>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> Parameters);
