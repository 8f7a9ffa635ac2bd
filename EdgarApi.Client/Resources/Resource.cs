using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using EdgarApi.Client.Connections;
using EdgarApi.Client.Parameters;
using EdgarApi.Contracts.Responses;

namespace EdgarApi.Client.Resources;

/// <summary>Something that the API has.</summary>
/// <typeparam name="TResponse">The response.</typeparam>
/// <typeparam name="TParameters">What a request may ask for.</typeparam>
public class Resource<TResponse, TParameters> where TResponse : class where TParameters : RequestParameters
{
    private static readonly JsonTypeInfo<TResponse> ResponseType =
        (JsonTypeInfo<TResponse>)ResponsesJson.Default.GetTypeInfo(typeof(TResponse))!;

    private readonly ApiConnection _connection;
    private readonly string _path;

    internal Resource(ApiConnection connection, string path) => (_connection, _path) = (connection, path);

    /// <summary>Gets the response; of a resource with pages, one page.</summary>
    /// <param name="parameters">What to ask for.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    public Task<TResponse> GetAsync(TParameters parameters, CancellationToken cancellationToken = default) =>
        GetAsync(parameters.GetTarget(_path), cancellationToken);

    /// <summary>Gets the response at an address.</summary>
    private protected Task<TResponse> GetAsync(string target, CancellationToken cancellationToken) =>
        _connection.GetAsync(target, ResponseType, cancellationToken);

    /// <summary>Gets a page and those that follow it.</summary>
    private protected async IAsyncEnumerable<TResponse> FollowAsync(
        TParameters parameters, Func<TResponse, string?> getNext, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var target = parameters.GetTarget(_path); target is not null;)
        {
            var page = await GetAsync(target, cancellationToken).ConfigureAwait(false);
            yield return page;
            target = getNext(page);
        }
    }
}

/// <summary>A resource that has pages.</summary>
/// <typeparam name="TResponse">A page.</typeparam>
/// <typeparam name="TParameters">What a request may ask for.</typeparam>
public class PagedResource<TResponse, TParameters> : Resource<TResponse, TParameters>
    where TResponse : class, IPage where TParameters : RequestParameters
{
    internal PagedResource(ApiConnection connection, string path)
        : base(connection, path)
    {
    }

    /// <summary>Gets all pages, each when it is needed.</summary>
    /// <param name="parameters">What to ask for.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    public IAsyncEnumerable<TResponse> GetPagesAsync(TParameters parameters, CancellationToken cancellationToken = default) =>
        FollowAsync(parameters, page => page.Next, cancellationToken);
}

/// <summary>A resource that is a list in pages.</summary>
/// <typeparam name="TResponse">A page.</typeparam>
/// <typeparam name="TItem">An item of the list.</typeparam>
/// <typeparam name="TParameters">What a request may ask for.</typeparam>
public class ListResource<TResponse, TItem, TParameters> : PagedResource<TResponse, TParameters>
    where TResponse : class, IPage where TParameters : RequestParameters
{
    private readonly Func<TResponse, IEnumerable<TItem>> _getItems;

    internal ListResource(ApiConnection connection, string path, Func<TResponse, IEnumerable<TItem>> getItems)
        : base(connection, path) => _getItems = getItems;

    /// <summary>Gets the items of all pages, each page when it is needed.</summary>
    /// <param name="parameters">What to ask for; its limit is the size of a page.</param>
    /// <param name="cancellationToken">Cancels the requests.</param>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    public async IAsyncEnumerable<TItem> ListAsync(
        TParameters parameters, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var page in GetPagesAsync(parameters, cancellationToken).ConfigureAwait(false))
            foreach (var item in _getItems(page))
                yield return item;
    }
}
