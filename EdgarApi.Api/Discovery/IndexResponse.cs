using System.Text.Json.Serialization;

namespace EdgarApi.Api.Discovery;

/// <summary>The endpoints of the version.</summary>
/// <param name="Documentation">Path of the documentation.</param>
/// <param name="OpenApi">Path of the OpenAPI document.</param>
/// <param name="Endpoints">In the order of their paths.</param>
internal sealed record IndexResponse(string Documentation, string OpenApi, IReadOnlyList<IndexEndpointResponse> Endpoints);

/// <summary>An endpoint.</summary>
/// <param name="Path">Path, with parameters in braces.</param>
/// <param name="Summary">What it returns.</param>
/// <param name="RequiresKey">Whether requests need an API key.</param>
internal sealed record IndexEndpointResponse(string Path, string Summary, bool RequiresKey);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IndexResponse))]
internal sealed partial class IndexJson : JsonSerializerContext;
