using System.Net;
using EdgarApi.Sec.Bulk;
using EdgarApi.Sec.Files;
using EdgarApi.Sec.Live;
using EdgarApi.Sec.RequestBudget;
using EdgarApi.Sec.Snapshots;
using EdgarApi.Sec.Sources;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;

namespace EdgarApi.Sec;

/// <summary>Registers sources of company data.</summary>
public static class SecExtensions
{
    /// <summary>
    /// Adds the <see cref="ICompanySource"/> that <see cref="IngestOptions.Source"/> selects, in live mode also as
    /// <see cref="IRefreshableCompanySource"/>. Live mode needs the program's <see cref="ISecRequestBudget"/> (<c>AddCaching</c>).
    /// </summary>
    public static IHostApplicationBuilder AddCompanySource(this IHostApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(IngestOptions.Section);
        builder.Services.AddOptions<IngestOptions>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        var ingest = Read(section);
        switch (ingest.Source)
        {
            case IngestSource.Live:
                builder.Services.AddOptions<SecOptions>().Bind(builder.Configuration.GetSection(SecOptions.Section));
                builder.Services.AddSecLive();
                break;
            case IngestSource.Bulk:
                var layout = FindBulk(ingest.Path);
                builder.Services.AddSingleton<ICompanySource>(_ => new BulkCompanySource(layout));
                break;
            default:
                builder.Services.AddSingleton<ICompanySource>(
                    _ => ingest.Path is { } path ? new SnapshotFolder(path, "sample") : SnapshotFolder.Sample);
                break;
        }

        return builder;
    }

    private static BulkLayout FindBulk(string? path)
    {
        try
        {
            return BulkLayout.Find(path ?? throw CreateError(
                "EdgarApi:Ingest:Source is Bulk, so EdgarApi:Ingest:Path must be set to companyfacts.zip or the folder that contains it."));
        }
        catch (SecDataException error)
        {
            throw CreateError($"EdgarApi:Ingest:Path must be companyfacts.zip or the folder that contains it: {error.Message}");
        }
    }

    private static OptionsValidationException CreateError(string message) => new(IngestOptions.Section, typeof(IngestOptions), [message]);

    /// <summary>
    /// Validates the source: the binder accepts any number for an enum, and its error for an unknown name does not list valid ones.
    /// </summary>
    private static IngestOptions Read(IConfigurationSection section)
    {
        var names = Enum.GetNames<IngestSource>();
        return section[nameof(IngestOptions.Source)] is { Length: > 0 } source && !names.Contains(source, StringComparer.OrdinalIgnoreCase)
            ? throw CreateError(
                $"{section.Path}:{nameof(IngestOptions.Source)} is '{source}'; it must be one of {string.Join(", ", names)}.")
            : section.Get<IngestOptions>() ?? new IngestOptions();
    }

    /// <summary>Reads the configured source.</summary>
    /// <exception cref="OptionsValidationException">The source is unknown.</exception>
    public static IngestSource FindIngestSource(this IHostApplicationBuilder builder) =>
        Read(builder.Configuration.GetSection(IngestOptions.Section)).Source;

    /// <summary>
    /// Adds the live source to services that contain an <see cref="ISecRequestBudget"/> and configure <see cref="SecOptions"/>.
    /// </summary>
    public static IServiceCollection AddSecLive(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IValidateOptions<SecOptions>, SecContactValidator>();
        services.AddOptions<SecOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider =>
            new AnswerBuffer(provider.GetRequiredService<IOptions<SecOptions>>().Value.MaxAnswerLength));
        services.AddTransient<SecRulesHandler>();
        services.AddSingleton<LiveCompanySource>();
        services.AddSingleton<IRefreshableCompanySource>(provider => provider.GetRequiredService<LiveCompanySource>());
        services.AddSingleton<ICompanySource>(provider => provider.GetRequiredService<LiveCompanySource>());

        var client = services.AddHttpClient<SecClient>((provider, http) =>
        {
            // The resilience handler has its own timeouts.
            http.Timeout = Timeout.InfiniteTimeSpan;
            http.DefaultRequestHeaders.TryAddWithoutValidation(
                "User-Agent", provider.GetRequiredService<IOptions<SecOptions>>().Value.UserAgent);
        });
        client.ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
        {
            AutomaticDecompression = DecompressionMethods.GZip,
            MaxConnectionsPerServer = 100,
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            AllowAutoRedirect = false,
            UseCookies = false,
        });
        // The client lives as long as the program; connections are replaced by their own lifetime.
        client.SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        // A program's default handler would wrap this one: it would retry what the SEC rejected, and time out after 30 s.
#pragma warning disable EXTEXP0001 // Subject to change, and without a substitute.
        client.RemoveAllResilienceHandlers();
#pragma warning restore EXTEXP0001
        client.AddStandardResilienceHandler().Configure((resilience, provider) =>
            ConfigureResilience(resilience, provider.GetRequiredService<IOptions<SecOptions>>().Value));
        // Inside the resilience handler, so that each attempt waits for the rate limit.
        client.AddHttpMessageHandler<SecRulesHandler>();
        return services;
    }

    private static void ConfigureResilience(HttpStandardResilienceOptions resilience, SecOptions sec)
    {
        resilience.RateLimiter.DefaultRateLimiterOptions.PermitLimit = sec.MaxInFlight;
        resilience.RateLimiter.DefaultRateLimiterOptions.QueueLimit = 10_000;
        resilience.AttemptTimeout.Timeout = sec.AttemptTimeout;
        resilience.TotalRequestTimeout.Timeout = 3 * sec.AttemptTimeout;
        resilience.CircuitBreaker.SamplingDuration = 2 * sec.AttemptTimeout;
        // Three calls with all their retries. The usual minimum of 100 attempts would take minutes at the SEC's rate.
        resilience.CircuitBreaker.MinimumThroughput = 12;
        resilience.CircuitBreaker.FailureRatio = 0.5;
        resilience.Retry.Delay = sec.RetryDelay;
        resilience.Retry.ShouldRetryAfterHeader = true;
        var transient = resilience.Retry.ShouldHandle;
        // Long waits are left to the caller. A rejection without Retry-After is not transient.
        resilience.Retry.ShouldHandle = attempt => attempt.Outcome.Result is { } response && IsRefusal(response)
            ? ValueTask.FromResult(SecRulesHandler.GetRetryAfter(response) <= sec.MaxWait)
            : transient(attempt);
        var failure = resilience.CircuitBreaker.ShouldHandle;
        // Rejections pause all requests, which replaces the circuit breaker.
        resilience.CircuitBreaker.ShouldHandle = attempt => attempt.Outcome.Result is { } response && IsRefusal(response)
            ? ValueTask.FromResult(false)
            : failure(attempt);
    }

    private static bool IsRefusal(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.Forbidden;
}
