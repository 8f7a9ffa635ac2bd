using EdgarApi.Api.ConditionalRequests;
using EdgarApi.Api.Requests;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace EdgarApi.Api.OpenApi;

/// <summary>The OpenAPI 3.1 document and the page that shows it.</summary>
internal static class Documentation
{
    public const string DocumentAddress = "/openapi/v1.json";
    public const string PageAddress = "/docs";

    public static IServiceCollection AddDocumentation(this IServiceCollection services) => services.AddOpenApi("v1", options =>
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
    });

    public static WebApplication MapDocumentation(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AlsoAnswersHead().WithHeader(HeaderNames.CacheControl, CacheControl.Public);
        app.MapScalarApiReference(PageAddress, page =>
        {
            page.WithTitle("EdgarApi");
            page.WithOpenApiRoutePattern(DocumentAddress);
            // Everything comes from this server: the page works without the internet and tells nobody who reads it.
            page.DisableDefaultFonts();
            page.DisableTelemetry();
            page.DisableAgent();
            page.DisableMcp();
            page.HideClientButton();
            page.AddPreferredSecuritySchemes([SecuritySchemes.ApiKey]);
        }).AlsoAnswersHead();
        app.MapRead("/", () => TypedResults.Redirect(PageAddress)).ExcludeFromDescription();
        return app;
    }

    private static IEndpointConventionBuilder WithHeader(this IEndpointConventionBuilder endpoint, string name, string value)
    {
        endpoint.Add(builder =>
        {
            var next = builder.RequestDelegate!;
            builder.RequestDelegate = context =>
            {
                context.Response.Headers[name] = value;
                return next(context);
            };
        });
        return endpoint;
    }
}
