using System.Globalization;
using System.Text.Json.Nodes;
using EdgarApi.Api.Datasets;
using EdgarApi.Api.Problems;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace EdgarApi.Api.OpenApi;

/// <summary>Describes an operation from the parameter tables that parse its requests, and adds recorded examples.</summary>
internal sealed class OperationDescription : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters =
        [
            .. metadata.OfType<RouteParameters>().SelectMany(route => route.Parameters)
                .Select(parameter => Describe(parameter, ParameterLocation.Path)),
            .. metadata.OfType<QueryParameters>().SelectMany(query => query.Parameters)
                .Where(parameter => IsDescribed(parameter, metadata)).Select(parameter => Describe(parameter, ParameterLocation.Query)),
        ];
        // An empty list says that no key is needed.
        operation.Security = metadata.OfType<IAuthorizeData>().Any() ? SecuritySchemes.Either(context.Document) : [];

        var responses = operation.Responses ??= [];
        var isCached = !Documentation.IsAccountsEndpoint(metadata);
        if (isCached) responses["304"] = new OpenApiResponse { Description = "Not modified: the client's copy is current." };
        operation.Responses = [];
        foreach (var (status, response) in responses.OrderBy(response => response.Key, StringComparer.Ordinal))
            operation.Responses.Add(status, response);
        foreach (var (status, response) in operation.Responses) DescribeResponse(operation, status, (OpenApiResponse)response, isCached);
        return Task.CompletedTask;
    }

    /// <summary>
    /// The parameters of CSV belong to the operation of the path with <c>.csv</c>. They work at the other path, too, but its description
    /// would be wrong for their responses.
    /// </summary>
    private static bool IsDescribed(QueryParameter parameter, IEnumerable<object> metadata) =>
        metadata.OfType<CsvRoute>().Any() || !RequestedFormat.LongParameters.Contains(parameter);

    private static void DescribeResponse(OpenApiOperation operation, string status, OpenApiResponse response, bool isCached)
    {
        if (int.Parse(status, CultureInfo.InvariantCulture) >= 400)
            response.Description = string.Join(" or ", ProblemKinds.All
                .Where(kind => kind.Status.ToString(CultureInfo.InvariantCulture) == status).Select(kind => $"`{kind.Code}`"));
        else if (status == "200" && isCached)
            response.Headers = response.Content?.ContainsKey(MediaType.Csv.Name) == true ? CsvHeaders : ResponseHeaders;

        foreach (var (name, media) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
        {
            if (name == DatasetsApi.MediaType) media.Schema = Binary;
            if (OpenApiExamples.Find(operation.OperationId!, status, name) is { } example) media.Example = example;
        }
    }

    private static OpenApiSchema Binary => new() { Type = JsonSchemaType.String, Format = "binary" };

    private static Dictionary<string, IOpenApiHeader> ResponseHeaders => new()
    {
        ["ETag"] = Header("Strong validator of the response; send it as `If-None-Match`."),
        ["Last-Modified"] = Header("Date of the newest filing in the data."),
        ["Link"] = Header("URL of the next page with `rel=\"next\"`, also for CSV. Absent on the last page."),
        ["Cache-Control"] = Header("`public` on routes that need no key, `private` on the others."),
        [ApiHeaders.RateLimitPolicy] = Header("The caller's quotas: `q` requests per `w` seconds. Absent for callers without limits."),
        [ApiHeaders.RateLimit] = Header("What is left of each quota: `r` requests now, the full quota in `t` seconds."),
        [ApiHeaders.RulesVersion] = Header("Version of the rules that computed the values."),
        [ApiHeaders.TotalCount] = Header("Number of results on all pages of a list, if counted."),
        [ApiHeaders.Cache] = Header("The cache that served the response: hit-l1, hit-l2, miss or stale."),
    };

    private static Dictionary<string, IOpenApiHeader> CsvHeaders => new(ResponseHeaders)
    {
        ["Content-Disposition"] = Header("Suggested name of the file."),
    };

    private static OpenApiHeader Header(string description) =>
        new() { Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };

    private static OpenApiParameter Describe(QueryParameter parameter, ParameterLocation location)
    {
        var schema = parameter.Schema;
        var isList = parameter.IsList;
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = location,
            Description = parameter.Description,
            Required = location == ParameterLocation.Path || parameter.IsRequired,
            Style = isList ? ParameterStyle.Form : null,
            Explode = !isList && location == ParameterLocation.Query,
            Schema = GetSchema(schema),
            Example = schema.Example is null ? null
                : isList ? new JsonArray([.. schema.Example.Split(',').Select(item => JsonValue.Create(item))])
                : schema.Example,
        };
    }

    private static OpenApiSchema GetSchema(ParameterSchema schema) => new()
    {
        Type = schema.Type switch
        {
            "integer" => JsonSchemaType.Integer,
            "boolean" => JsonSchemaType.Boolean,
            "array" => JsonSchemaType.Array,
            _ => JsonSchemaType.String,
        },
        Items = schema.MaxItems is null ? null : new OpenApiSchema { Type = JsonSchemaType.String },
        Format = schema.Format,
        Minimum = schema.Minimum?.ToString(CultureInfo.InvariantCulture),
        Maximum = schema.Maximum?.ToString(CultureInfo.InvariantCulture),
        MaxLength = schema.MaxLength,
        MaxItems = schema.MaxItems,
        Enum = schema.Enum is null ? null : [.. schema.Enum.Select(value => (JsonNode)value)],
        Default = schema.Default is null ? null : schema.Type == "string" ? schema.Default : JsonNode.Parse(schema.Default),
    };
}
