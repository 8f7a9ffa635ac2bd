using EdgarApi.Api.Authentication;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>The two ways to send an API key.</summary>
internal static class SecuritySchemes
{
    public const string ApiKey = "apiKey";
    public const string Bearer = "bearer";

    public static Dictionary<string, IOpenApiSecurityScheme> All => new()
    {
        [ApiKey] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = RequestKey.Header,
            Description = "Your API key.",
        },
        [Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "Your API key as a bearer token.",
        },
    };

    /// <summary>Requires one of the two.</summary>
    public static List<OpenApiSecurityRequirement> Either(OpenApiDocument? document) =>
    [
        new() { [new OpenApiSecuritySchemeReference(ApiKey, document)] = [] },
        new() { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
    ];
}
