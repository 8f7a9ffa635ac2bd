using System.Diagnostics.CodeAnalysis;

namespace EdgarApi.Api.Requests;

internal static class ReadEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps a read-only endpoint for GET and HEAD.</summary>
    public static RouteHandlerBuilder MapRead(
        this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Delegate handler) =>
        routes.MapMethods(pattern, Methods, handler);

    /// <summary>Adds HEAD to an endpoint that a library maps for GET only.</summary>
    public static TBuilder WithHead<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new HttpMethodMetadata(Methods));
}
