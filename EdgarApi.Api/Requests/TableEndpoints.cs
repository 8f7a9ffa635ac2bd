using System.Diagnostics.CodeAnalysis;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Requests;

/// <summary>
/// A table at two paths: as JSON, and as CSV with the extension <c>.csv</c>. Two operations of the OpenAPI document describe them, because
/// the responses of an operation with both formats would be of either type in generated clients.
/// </summary>
internal sealed class TableEndpoints(RouteHandlerBuilder json, RouteHandlerBuilder csv) : IEndpointConventionBuilder
{
    /// <summary>Maps a table as JSON, and as CSV with the extension <c>.csv</c>.</summary>
    /// <param name="pattern">The route of the JSON.</param>
    /// <param name="map">Maps the table at a route.</param>
    public static TableEndpoints Map([StringSyntax("Route")] string pattern, Func<string, RouteHandlerBuilder> map)
    {
        var csv = map(pattern + ApiRoutes.CsvExtension);
        csv.Finally(CsvRoute.Describe);
        return new TableEndpoints(map(pattern), csv);
    }

    public void Add(Action<EndpointBuilder> convention)
    {
        json.Add(convention);
        csv.Add(convention);
    }

    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        json.Finally(finallyConvention);
        csv.Finally(finallyConvention);
    }
}

/// <summary>Endpoint metadata: the responses of the endpoint are CSV.</summary>
internal sealed class CsvRoute
{
    private static readonly CsvRoute Instance = new();

    private CsvRoute()
    {
    }

    public static bool Is(Endpoint? endpoint) => endpoint?.Metadata.GetMetadata<CsvRoute>() is not null;

    /// <summary>Gets the template of the same table as JSON, so that both share cached responses.</summary>
    public static string GetTemplate(RouteEndpoint endpoint) =>
        Is(endpoint) ? endpoint.RoutePattern.RawText![..^ApiRoutes.CsvExtension.Length] : endpoint.RoutePattern.RawText!;

    /// <summary>Gets the address of a table as CSV from its address as JSON.</summary>
    public static string GetAddress(string json) =>
        json.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query
            ? json.Insert(query, ApiRoutes.CsvExtension)
            : json + ApiRoutes.CsvExtension;

    /// <summary>Makes an endpoint that is described as one with JSON one with CSV. Its name ends with <c>Csv</c>.</summary>
    public static void Describe(EndpointBuilder endpoint)
    {
        var metadata = endpoint.Metadata;
        metadata.Add(Instance);
        Replace<IEndpointNameMetadata>(name => new EndpointNameMetadata(name.EndpointName + "Csv"));
        Replace<IRouteNameMetadata>(name => new RouteNameMetadata(name.RouteName + "Csv"));
        Replace<IEndpointSummaryMetadata>(summary => new EndpointSummaryAttribute($"{summary.Summary}, as CSV"));
        Replace<QueryParameters>(query => new([.. query.Parameters.Where(parameter => parameter != MediaType.Parameter)]));
        Replace<IProducesResponseTypeMetadata>(produces => produces.StatusCode == StatusCodes.Status200OK
            ? new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(string), [MediaType.Csv.Name])
            : produces);

        void Replace<TMetadata>(Func<TMetadata, TMetadata> replace) where TMetadata : class
        {
            for (var i = 0; i < metadata.Count; i++)
                if (metadata[i] is TMetadata found) metadata[i] = replace(found);
        }
    }
}
