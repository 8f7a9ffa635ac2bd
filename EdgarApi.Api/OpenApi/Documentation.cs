using System.Text.Json.Nodes;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Api.WebSecurity;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace EdgarApi.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document and the page that shows it.</summary>
internal static class Documentation
{
    public const string DocumentAddress = "/openapi/v1.json";
    public const string PageAddress = "/docs";

    public static IServiceCollection AddDocumentation(this IServiceCollection services) => services.AddSingleton<OpenApiText>().AddOpenApi(
        OpenApiText.DocumentName, Describe);

    public static WebApplication MapDocumentation(this WebApplication app)
    {
        app.MapRead(DocumentAddress, GetDocument).ExcludeFromDescription();
        app.MapScalarApiReference(PageAddress, (page, context) =>
        {
            page.WithNonce(SecurityHeaders.AllowScripts(context));
            page.WithTitle("EdgarApi");
            page.WithOpenApiRoutePattern(DocumentAddress);
            // Everything comes from this server: the page works without the internet and tells nobody who reads it.
            page.DisableDefaultFonts();
            page.DisableTelemetry();
            page.DisableAgent();
            page.DisableMcp();
            page.HideClientButton();
            page.HideDeveloperTools();
            page.AddPreferredSecuritySchemes([SecuritySchemes.ApiKey]);
        }).AlsoAnswersHead();
        app.MapRead("/", () => TypedResults.Redirect(PageAddress)).ExcludeFromDescription();
        return app;
    }

    private static Answer<JsonNode> GetDocument(OpenApiText document) => new(
        data: null, canonicalQuery: "", MediaType.Json, async cancellation => await document.GetAsync(cancellation));

    private static void Describe(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        // HEAD is GET without the body: documenting it twice tells nothing.
        options.ShouldInclude = endpoint => endpoint.HttpMethod == HttpMethods.Get;
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } id
            ? id.EndsWith("Response", StringComparison.Ordinal) ? id[..^"Response".Length] : id.Replace("ProblemDocument", "Problem", StringComparison.Ordinal)
            : null;
        options.AddDocumentTransformer<DocumentDescription>();
        options.AddOperationTransformer<OperationDescription>();
        options.AddSchemaTransformer<SchemaDescription>();
    }
}
