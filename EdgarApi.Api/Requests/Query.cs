using System.Reflection;
using EdgarApi.Api.Callers;
using EdgarApi.Api.Problems;
using EdgarApi.Api.RateLimits;
using EdgarApi.Api.Responses;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Requests;

/// <summary>What one endpoint can be asked.</summary>
internal interface IQuery<TSelf> where TSelf : IQuery<TSelf>
{
    /// <summary>Every parameter of the query string that the endpoint knows, in the order of its documentation.</summary>
    static abstract IReadOnlyList<QueryParameter> Parameters { get; }

    /// <summary>Parameters in the path, besides the company.</summary>
    static virtual IReadOnlyList<QueryParameter> RouteParameters => [];

    static abstract TSelf Read(QueryReader reader);

    /// <summary>What it needs of the caller's tier.</summary>
    TierNeeds Needs => default;

    /// <summary>The same text for requests that mean the same, whatever their spelling: part of the ETag.</summary>
    string Canonical { get; }
}

/// <summary>A handler's argument that may have turned out bad; <see cref="ArgumentFilter"/> then answers instead of the handler.</summary>
internal interface IArgument
{
    ApiProblem? Problem { get; }
}

/// <summary>The checked query of a request, as a handler takes it.</summary>
internal sealed class Query<T> : IArgument, IEndpointParameterMetadataProvider where T : IQuery<T>
{
    private Query(T value, MediaType? format, ApiProblem? problem) => (Value, Format, Problem) = (value, format, problem);

    public T Value { get; }

    /// <summary>The format that <c>format=</c> asks for; null leaves it to <c>Accept</c>.</summary>
    public MediaType? Format { get; }

    public ApiProblem? Problem { get; }

    public static ValueTask<Query<T>?> BindAsync(HttpContext context)
    {
        var reader = new QueryReader(context.Request, T.Parameters);
        var value = T.Read(reader);
        var format = T.Parameters.Contains(MediaType.Parameter) ? reader.Get(MediaType.Parameter) : null;
        var problem = reader.Errors is { Count: > 0 } errors ? ApiProblem.InvalidParameters(errors) : null;
        if (RequestAccount.From(context) is { Caller: { } caller } account)
        {
            account.Needs = value.Needs;
            problem ??= value.Needs.Unmet(caller.Tier);
        }

        return ValueTask.FromResult<Query<T>?>(new Query<T>(value, format, problem));
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder)
    {
        builder.Metadata.Add(new RouteParameters(T.RouteParameters));
        builder.Metadata.Add(new QueryParameters(T.Parameters));
    }
}

/// <summary>Endpoint metadata for the OpenAPI document: parameters in the path.</summary>
internal sealed record RouteParameters(IReadOnlyList<QueryParameter> Parameters);

/// <summary>Endpoint metadata for the OpenAPI document: parameters in the query string.</summary>
internal sealed record QueryParameters(IReadOnlyList<QueryParameter> Parameters);
