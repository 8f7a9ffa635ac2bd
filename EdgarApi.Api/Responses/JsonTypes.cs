using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Api.Admin;
using EdgarApi.Api.Companies;
using EdgarApi.Api.Datasets;
using EdgarApi.Api.Discovery;
using EdgarApi.Api.Facts;
using EdgarApi.Api.Filings;
using EdgarApi.Api.Metrics;
using EdgarApi.Api.OpenApi;
using EdgarApi.Api.Ops;
using EdgarApi.Api.Overview;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Ratios;
using EdgarApi.Api.Screening;
using EdgarApi.Api.Sessions;
using EdgarApi.Api.Statements;
using EdgarApi.Api.TimeSeries;
using EdgarApi.Api.Updates;
using EdgarApi.Api.Usage;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace EdgarApi.Api.Responses;

/// <summary>The source-generated JSON of all responses: camelCase, exact decimals, metric ids unchanged.</summary>
internal static class JsonTypes
{
    public static IServiceCollection AddJsonTypes(this IServiceCollection services) => services.ConfigureHttpJsonOptions(json =>
    {
        var options = json.SerializerOptions;
        // Responses are never embedded in HTML unescaped, and "AT&T" and "FY2025 − 9M2025" should stay readable.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.NumberHandling = JsonNumberHandling.Strict;
        // A duplicate member is ambiguous.
        options.AllowDuplicateProperties = false;
        options.TypeInfoResolverChain.Clear();
        foreach (var context in Contexts) options.TypeInfoResolverChain.Add(context);
    });

    public static JsonTypeInfo<T> Get<T>(HttpContext context) =>
        (JsonTypeInfo<T>)context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions.GetTypeInfo(typeof(T));

    private static IJsonTypeInfoResolver[] Contexts =>
    [
        ProblemJson.Default, CompaniesJson.Default, OverviewJson.Default, StatementsJson.Default,
        TimeSeriesJson.Default.WithAddedModifier(SelectedPoint.WriteSelected), FactsJson.Default, FilingsJson.Default, MetricsJson.Default,
        RatiosJson.Default, UpdatesJson.Default, DatasetsJson.Default, UsageJson.Default, AdminJson.Default, SessionsJson.Default,
        OpsJson.Default, OpenApiJson.Default, IndexJson.Default, ScreeningJson.Default,
    ];
}
