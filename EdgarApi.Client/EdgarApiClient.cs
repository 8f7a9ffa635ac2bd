using System.Net;
using EdgarApi.Client.Connections;
using EdgarApi.Client.Parameters;
using EdgarApi.Client.Resources;
using EdgarApi.Contracts;
using EdgarApi.Contracts.Responses;

namespace EdgarApi.Client;

/// <summary>
/// A client of the API. It is safe for concurrent use; a program needs one. Every request fails with an <see cref="EdgarApiException"/> if
/// the API responds with a problem, and with an <see cref="HttpRequestException"/> if it does not respond.
/// </summary>
public sealed class EdgarApiClient : IDisposable
{
    private readonly ApiConnection _connection;
    private readonly HttpClient? _own;

    /// <summary>Creates a client with connections of its own.</summary>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">A setting is invalid.</exception>
    public EdgarApiClient(EdgarApiClientOptions options)
        : this(CreateHttpClient(options), options, isOwn: true)
    {
    }

    /// <summary>Creates a client that sends its requests with an <see cref="HttpClient"/>, which the caller disposes.</summary>
    /// <param name="http">Sends the requests. Its base address and timeout apply if they are set.</param>
    /// <param name="options">The settings.</param>
    /// <exception cref="ArgumentException">A setting is invalid.</exception>
    public EdgarApiClient(HttpClient http, EdgarApiClientOptions options)
        : this(http, options, isOwn: false)
    {
    }

    /// <summary>Creates a client that sends each request with an <see cref="HttpClient"/> of a factory.</summary>
    internal EdgarApiClient(Func<HttpClient> http, EdgarApiClientOptions options)
    {
        options.Validate();
        _connection = new(http, options);
        Companies = new(_connection);
        Statements = new(_connection);
        TimeSeries = new(_connection, ApiRoutes.TimeSeries);
        Ratios = new(_connection, ApiRoutes.SeveralRatios);
        Updates = new(_connection, ApiRoutes.Updates, page => page.Updates);
        Metrics = new(_connection, ApiRoutes.Metrics);
        Frames = new(_connection);
        Screen = new(_connection, ApiRoutes.Screen, page => page.Companies);
        Datasets = new(_connection);
    }

    private EdgarApiClient(HttpClient http, EdgarApiClientOptions options, bool isOwn)
        : this(() => http, options)
    {
        http.BaseAddress ??= ApiConnection.GetFolder(options.BaseAddress!);
        _own = isOwn ? http : null;
    }

    /// <summary>Gets the companies: their list, and each by its ticker or CIK.</summary>
    public CompaniesClient Companies { get; }

    /// <summary>Gets the statements of several companies.</summary>
    public StatementsClient Statements { get; }

    /// <summary>Gets the metrics of several companies over time.</summary>
    public PagedResource<SeveralTimeSeriesResponse, SeveralTimeSeriesParameters> TimeSeries { get; }

    /// <summary>Gets the ratios of several companies, newest period first.</summary>
    public PagedResource<SeveralRatiosResponse, SeveralRatiosParameters> Ratios { get; }

    /// <summary>Gets the companies with a new data version, oldest change first.</summary>
    public ListResource<UpdatesResponse, UpdateResponse, UpdateParameters> Updates { get; }

    /// <summary>Gets the catalog of metrics.</summary>
    public Resource<MetricsResponse, MetricParameters> Metrics { get; }

    /// <summary>Gets the frames: a metric of all companies in one period.</summary>
    public FramesClient Frames { get; }

    /// <summary>Gets the companies that meet conditions.</summary>
    public ListResource<ScreenResponse, ScreenCompanyResponse, ScreenParameters> Screen { get; }

    /// <summary>Gets the files of bulk data: their list, and each as a stream.</summary>
    public DatasetsClient Datasets { get; }

    /// <summary>Gets a response as sent, for example as CSV.</summary>
    /// <param name="target">Path and query, such as the <c>next</c> of a response.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    public Task<ApiContent> GetContentAsync(string target, CancellationToken cancellationToken = default) =>
        _connection.GetAsync(target, cancellationToken);

    /// <summary>Closes the client's own connections.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _own?.Dispose();
    }

    /// <summary>Creates the handler of connections: it decompresses responses and notices changes of DNS.</summary>
    internal static SocketsHttpHandler CreateHandler() => new()
    {
        AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Brotli,
        PooledConnectionLifetime = TimeSpan.FromMinutes(15),
    };

    private static HttpClient CreateHttpClient(EdgarApiClientOptions options)
    {
        options.Validate();
        return new HttpClient(CreateHandler()) { Timeout = options.Timeout };
    }
}
