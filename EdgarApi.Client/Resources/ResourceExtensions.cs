using EdgarApi.Client.Parameters;
using EdgarApi.Contracts.Responses;

namespace EdgarApi.Client.Resources;

/// <summary>Requests with the defaults of the API, for resources without required parameters.</summary>
public static class ResourceExtensions
{
    /// <summary>Gets the response; of a resource with pages, the first page.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    public static Task<TResponse> GetAsync<TResponse, TParameters>(
        this Resource<TResponse, TParameters> resource, CancellationToken cancellationToken = default)
        where TResponse : class where TParameters : RequestParameters, new() => resource.GetAsync(new(), cancellationToken);

    /// <summary>Gets all pages, each when it is needed.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    public static IAsyncEnumerable<TResponse> GetPagesAsync<TResponse, TParameters>(
        this PagedResource<TResponse, TParameters> resource, CancellationToken cancellationToken = default)
        where TResponse : class, IPage where TParameters : RequestParameters, new() => resource.GetPagesAsync(new(), cancellationToken);

    /// <summary>Gets the items of all pages, each page when it is needed.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    public static IAsyncEnumerable<TItem> ListAsync<TResponse, TItem, TParameters>(
        this ListResource<TResponse, TItem, TParameters> resource, CancellationToken cancellationToken = default)
        where TResponse : class, IPage where TParameters : RequestParameters, new() => resource.ListAsync(new(), cancellationToken);
}
