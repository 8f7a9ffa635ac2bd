using EdgarApi.Api.OpenApi;
using EdgarApi.Api.Requests;
using EdgarApi.Api.Responses;
using EdgarApi.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;

namespace EdgarApi.Api.Discovery;

/// <summary>The resource at the root of the version: its endpoints and where they are documented.</summary>
internal static class IndexApi
{
    public static IEndpointRouteBuilder MapIndex(this IEndpointRouteBuilder api)
    {
        api.MapMethods("", HttpVerbs.Read, GetIndex).ExcludeFromDescription();
        return api;
    }

    private static Answer<IndexResponse> GetIndex(Query<NoParameters> query, EndpointDataSource routes) => new(
        data: null, query.Value.Canonical, query.Format, _ =>
            ValueTask.FromResult<Computed<IndexResponse>>(new IndexResponse(
                Documentation.PageAddress, Documentation.DocumentAddress,
                [
                    .. routes.Endpoints.OfType<RouteEndpoint>().Where(IsListed).Select(Describe)
                        .OrderBy(endpoint => endpoint.Path, StringComparer.Ordinal),
                ])));

    private static bool IsListed(RouteEndpoint endpoint) =>
        endpoint.RoutePattern.RawText is { } path && path.StartsWith(ApiRoutes.Version1, StringComparison.Ordinal)
        && endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>() is not null
        && !Documentation.IsAccountsEndpoint(endpoint.Metadata);

    private static IndexEndpointResponse Describe(RouteEndpoint endpoint) => new(
        endpoint.RoutePattern.RawText!, endpoint.Metadata.GetRequiredMetadata<IEndpointSummaryMetadata>().Summary,
        endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null);
}
