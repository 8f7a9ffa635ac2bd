using EdgarApi.Financials.Companies;
using EdgarApi.ServiceDefaults.Startup;
using EdgarApi.Storage.Companies;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace EdgarApi.Api.WarmUp;

/// <summary>
/// Computes a response of each kind as soon as a company is loaded, and reports the process as unhealthy until then. The first response of
/// a process takes ten to twenty times as long as later ones, because code and types are loaded and compiled then. Under load, callers
/// would wait for that, and for each other.
/// </summary>
/// <remarks>
/// Endpoints are called without the middleware before them, so no caller is authenticated, limited or recorded. Companies and numbers of
/// periods are random: a response that another process has cached would compute nothing.
/// </remarks>
internal sealed partial class WarmUpService(
    ICompanyDirectory directory, EndpointDataSource endpoints, IServiceScopeFactory scopes, IOptions<WarmUpOptions> options,
    TimeProvider time, ILogger<WarmUpService> logger)
    : BackgroundService, IHealthCheck, IVersionListener
{
    private const int Companies = 2, MaxPeriods = 20;

    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _hasEnded;

    public void Changed(IReadOnlySet<Cik> companies)
    {
        if (directory.LoadedCount > 0) _loaded.TrySetResult();
    }

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_hasEnded ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The process computes its first responses."));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (options.Value.TimeLimit > TimeSpan.Zero) await RunAsync(stoppingToken);
        }
        finally
        {
            _hasEnded = true;
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        await _loaded.Task.WaitAsync(stoppingToken);
        using var limit = new CancellationTokenSource(options.Value.TimeLimit, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, limit.Token);
        var started = time.GetTimestamp();
        try
        {
            foreach (var company in ChooseCompanies())
            {
                // One after another: at the same time they take as long on two processors.
                foreach (var request in WarmUpRequest.Create(company.Cik, Random.Shared.Next(1, MaxPeriods + 1)))
                    await SendAsync(request, end.Token);
            }

            LogEnded(time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            LogLate(options.Value.TimeLimit.TotalSeconds);
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            // The process can serve all the same: whatever fails here is reported to callers when they need it.
            LogFailed(error.Message);
        }
    }

    private CompanyEntry[] ChooseCompanies()
    {
        var loaded = directory.PublishedSince(DateTimeOffset.MinValue, int.MaxValue).Companies;
        return Random.Shared.GetItems([.. loaded], Companies);
    }

    private async Task SendAsync(WarmUpRequest request, CancellationToken cancellationToken)
    {
        var endpoint = endpoints.Endpoints.First(
            endpoint => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == request.Endpoint);
        await using var scope = scopes.CreateAsyncScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = cancellationToken };
        context.SetEndpoint(endpoint);
        context.Request.Method = HttpMethods.Get;
        context.Request.RouteValues = request.RouteValues;
        context.Request.QueryString = request.Query;
        // Not a constructor's parameter: it needs the directory's synchronization, which needs its listeners.
        var restarts = scope.ServiceProvider.GetRequiredService<IReadRestarts>();
        await restarts.RunAsync(() => endpoint.RequestDelegate!(context), cancellationToken);
    }

    [LoggerMessage(LogLevel.Information, "Computed the first responses in {Milliseconds:0} ms")]
    private partial void LogEnded(double milliseconds);

    [LoggerMessage(
        LogLevel.Warning, "Ready after {Seconds} s without having computed the first responses; EdgarApi:WarmUp:TimeLimit allows no more")]
    private partial void LogLate(double seconds);

    [LoggerMessage(LogLevel.Warning, "The first responses could not be computed before the process is ready: {Reason}")]
    private partial void LogFailed(string reason);
}
