using System.Diagnostics.CodeAnalysis;

namespace EdgarApi.Api.Requests;

internal static class ReadEndpoints
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Maps an endpoint that reads: GET, and HEAD for its headers alone.</summary>
    public static RouteHandlerBuilder MapRead(this IEndpointRouteBuilder routes, [StringSyntax("Route")] string pattern, Delegate handler) =>
        routes.MapMethods(pattern, Methods, handler);

    /// <summary>Lets an endpoint that a library mapped for GET answer HEAD too.</summary>
    public static TBuilder AlsoAnswersHead<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new HttpMethodMetadata(Methods));
}
