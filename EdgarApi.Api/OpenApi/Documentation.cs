using System.Text.Json.Nodes;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Api.Sessions;
using EdgarApi.Api.WebSecurity;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace EdgarApi.Api.OpenApi;

/// <summary>The OpenAPI 3.1 documents and the page that displays them.</summary>
internal static class Documentation
{
    public const string DocumentAddress = "/openapi/v1.json";
    public const string AccountsDocumentAddress = "/openapi/accounts.json";
    public const string PageAddress = "/docs";

    public static IServiceCollection AddDocumentation(this IServiceCollection services) => services
        .AddOpenApiText(
            OpenApiText.Version1,
            options => Configure(options, endpoint => endpoint.HttpMethod == HttpMethods.Get && !IsAccountsEndpoint(endpoint)))
        .AddOpenApiText(
            OpenApiText.Accounts,
            options => Configure(options, endpoint => endpoint.HttpMethod != HttpMethods.Head && IsAccountsEndpoint(endpoint)));

    public static WebApplication MapDocumentation(this WebApplication app)
    {
        // An invalid setting ends the program at its start rather than failing requests.
        DocumentDescription.CreateContact(app.Configuration);
        // Generators and editors of other sites read it.
        app.MapMethods(
            DocumentAddress, HttpVerbs.Read,
            ([FromKeyedServices(OpenApiText.Version1)] OpenApiText document) => GetDocument(document))
            .AllowBrowsers().ExcludeFromDescription();
        app.MapMethods(
            AccountsDocumentAddress, HttpVerbs.Read,
            ([FromKeyedServices(OpenApiText.Accounts)] OpenApiText document) => GetDocument(document))
            .ExcludeFromDescription();
        app.MapScalarApiReference(PageAddress, (page, context) =>
        {
            page.WithNonce(SecurityHeaders.AllowScripts(context));
            page.WithTitle("EdgarApi");
            page.AddDocument(OpenApiText.Version1, "Company data", DocumentAddress, isDefault: true)
                .AddDocument(OpenApiText.Accounts, "Accounts and administration", AccountsDocumentAddress);
            // This server serves everything, so the page works offline and does not reveal its readers to third parties.
            page.DisableDefaultFonts();
            page.DisableTelemetry();
            page.DisableAgent();
            page.DisableMcp();
            page.HideClientButton();
            page.HideDeveloperTools();
            page.AddPreferredSecuritySchemes([SecuritySchemes.ApiKey]);
        }).WithHead();
        app.MapMethods("/", HttpVerbs.Read, () => TypedResults.Redirect(PageAddress)).ExcludeFromDescription();
        return app;
    }

    private static Answer<JsonNode> GetDocument(OpenApiText document) => new(
        data: null, canonicalQuery: "", RequestedFormat.Json, async cancellation => await document.GetAsync(cancellation));

    private static IServiceCollection AddOpenApiText(this IServiceCollection services, string name, Action<OpenApiOptions> describe) =>
        services.AddOpenApi(name, describe).AddKeyedSingleton(
            name, (provider, _) => new OpenApiText(provider.GetRequiredKeyedService<IOpenApiDocumentProvider>(name)));

    /// <summary>Accounts and administration have their own document, apart from company data.</summary>
    private static bool IsAccountsEndpoint(ApiDescription endpoint) => IsAccountsEndpoint(endpoint.ActionDescriptor.EndpointMetadata);

    public static bool IsAccountsEndpoint(IEnumerable<object> metadata) =>
        metadata.OfType<ITagsMetadata>().Any(tags => tags.Tags.Contains(AdminApi.Tag) || tags.Tags.Contains(SessionsApi.Tag));

    private static void Configure(OpenApiOptions options, Func<ApiDescription, bool> includes)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        // HEAD is GET without the body and needs no documentation.
        options.ShouldInclude = includes;
        options.CreateSchemaReferenceId = type => OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } id
            ? id.EndsWith("Response", StringComparison.Ordinal)
                ? id[..^"Response".Length]
                : id.Replace("ProblemDocument", "Problem", StringComparison.Ordinal)
            : null;
        options.AddDocumentTransformer<DocumentDescription>();
        options.AddDocumentTransformer<ListedDecimals>();
        options.AddOperationTransformer<OperationDescription>();
        options.AddSchemaTransformer<SchemaDescription>();
    }
}
