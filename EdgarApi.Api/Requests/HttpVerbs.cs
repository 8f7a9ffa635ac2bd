namespace EdgarApi.Api.Requests;

/// <summary>The methods of read-only endpoints.</summary>
internal static class HttpVerbs
{
    public static IReadOnlyList<string> Read { get; } = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Adds HEAD to an endpoint that a library maps for GET only.</summary>
    public static TBuilder WithHead<TBuilder>(this TBuilder endpoint) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new HttpMethodMetadata(Read));
}
